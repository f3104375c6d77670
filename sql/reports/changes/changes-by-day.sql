-- title: Changes by day
-- subject: days with changes
-- question: How many changes were there each day?
-- column: changed_on Day (UTC)
-- column: create_count Created
-- column: update_count Updated
-- column: delete_count Deleted
-- chart: line changed_on | create_count, update_count, delete_count
SELECT CAST(changed_at AS date) AS changed_on,
  count_if(change_type = 'CREATE') AS create_count,
  count_if(change_type = 'UPDATE') AS update_count,
  count_if(change_type = 'DELETE') AS delete_count
FROM resource_changes
GROUP BY CAST(changed_at AS date)
ORDER BY changed_on
