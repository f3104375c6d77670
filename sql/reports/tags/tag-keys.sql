-- title: Tag keys in use
-- subject: tag keys
-- question: Which tag keys do we use, and how often?
-- column: tag_key Key as written
-- column: resource_count Resources that carry it
-- column: value_count Different values
-- chart: bar tag_key | resource_count
SELECT tag_key, count(*) AS resource_count, count(DISTINCT tag_value) AS value_count
FROM resource_tags
GROUP BY tag_key
ORDER BY resource_count DESC, tag_key
