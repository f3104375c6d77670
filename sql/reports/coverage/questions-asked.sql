-- title: Questions asked
-- subject: questions
-- question: What has been asked lately?
-- column: asked_at When
-- column: user_id Who
-- column: question Question; empty for SQL
-- column: row_count Rows
-- column: bytes_scanned Bytes read
-- column: elapsed_ms Milliseconds
SELECT asked_at, user_id, question, row_count, bytes_scanned, elapsed_ms
FROM query_log
ORDER BY asked_at DESC
