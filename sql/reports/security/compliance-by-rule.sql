-- title: Compliance by rule
-- subject: Config rules with results
-- question: How compliant are we, rule by rule?
-- column: rule_name Rule
-- column: non_compliant_count Resources that break it
-- column: compliant_count Resources that keep it
-- chart: bar rule_name | non_compliant_count, compliant_count
SELECT rule_name,
  count_if(compliance_type = 'NON_COMPLIANT') AS non_compliant_count,
  count_if(compliance_type = 'COMPLIANT') AS compliant_count
FROM compliance
GROUP BY rule_name
ORDER BY non_compliant_count DESC, rule_name
