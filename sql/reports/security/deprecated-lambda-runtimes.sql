-- title: Lambda functions on deprecated runtimes
-- subject: functions on deprecated runtimes
-- question: Which functions use a runtime that AWS has deprecated?
-- assume: Deprecation dates are those of the dated table lambda_runtime.
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: function_name Function
-- column: runtime Runtime
-- column: deprecated_on When AWS deprecated it
SELECT f.account_name, f.account_id, f.region, f.function_name, f.runtime, r.deprecated_on
FROM lambda_function f
JOIN lambda_runtime r ON r.runtime = f.runtime
WHERE r.deprecated_on <= current_date
ORDER BY r.deprecated_on, f.account_id, f.function_name
