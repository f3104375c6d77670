-- title: Databases by engine and version
-- subject: database engines and versions
-- question: Which database engines and versions do we run?
-- column: engine Engine
-- column: engine_version Version
-- column: instance_count DB instances
-- column: multi_az_count Of these, in several availability zones
SELECT engine, engine_version, count(*) AS instance_count, count_if(multi_az) AS multi_az_count
FROM rds_db_instance
GROUP BY engine, engine_version
ORDER BY instance_count DESC, engine, engine_version
