// Starts a Trino server. The server's own main class is in an artifact that is not everywhere to be had;
// trino-main has all of it but that class. Runs from source: java -cp 'lib/*' TrinoMain.java
public final class TrinoMain
{
    public static void main(String[] args)
    {
        new io.trino.server.Server().start("435");
    }
}
