/** Open connections to clients, by the ids that whoever accepted them gave. */
export interface Connections {
  /** Sends one text message of at most 128 kB; `gone` where nobody is there any more. */
  send(connectionId: string, text: string): Promise<'sent' | 'gone'>;
  /** Closing what is closed is no error. */
  close(connectionId: string): Promise<void>;
}

/** Bytes of the largest message: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
export const LARGEST_MESSAGE_BYTES = 128 * 1024;
