/**
 * Trino's semantics as DuckDB macros, run once for each database: `name(parameters) AS expression;`. Names start
 * with t_. A parameter that stands more than once is evaluated once by DuckDB (common subexpressions).
 */
export const preludeMacros: string = String.raw`
-- Fails where it is evaluated, and only there; has the type of its first argument. DuckDB's error() is volatile,
-- which TRY does not allow and which keeps filters from being pushed down.
t_error(example, message) AS [example][t_fail_at(message)];

-- Numbers
t_divide(a, b) AS CASE WHEN b = 0 THEN t_error(a, 'Division by zero') ELSE a // b END;
t_modulo(a, b) AS CASE WHEN b = 0 THEN t_error(a, 'Division by zero') ELSE a % b END;
t_sqrt(x) AS CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) ELSE sqrt(x) END;
t_ln(x) AS CASE WHEN x > 0 THEN ln(x) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) WHEN x < 0 THEN CAST('NaN' AS DOUBLE) END;
t_log10(x) AS CASE WHEN x > 0 THEN log10(x) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) WHEN x < 0 THEN CAST('NaN' AS DOUBLE) END;
t_acos(x) AS CASE WHEN abs(x) <= 1 THEN acos(x) WHEN x IS NOT NULL THEN CAST('NaN' AS DOUBLE) END;
t_asin(x) AS CASE WHEN abs(x) <= 1 THEN asin(x) WHEN x IS NOT NULL THEN CAST('NaN' AS DOUBLE) END;
t_decimal_text(x) AS regexp_replace(CAST(x AS VARCHAR), '^(-?)\.', '\10.');

-- Texts
t_substr(s, p) AS CASE WHEN p > 0 OR -p BETWEEN 1 AND length(s) THEN substring(s, p) WHEN p IS NOT NULL AND s IS NOT NULL THEN '' END;
t_substr_length(s, p, n) AS CASE WHEN n <= 0 AND s IS NOT NULL AND p IS NOT NULL THEN '' WHEN p > 0 OR -p BETWEEN 1 AND length(s) THEN substring(s, p, n) WHEN p IS NOT NULL AND s IS NOT NULL AND n IS NOT NULL THEN '' END;
t_strpos(s, search) AS CASE WHEN search = '' AND s IS NOT NULL THEN 1 ELSE CAST(strpos(s, search) AS BIGINT) END;
t_join(l, s) AS CASE WHEN l IS NULL OR s IS NULL THEN NULL WHEN list_count(l) = 0 THEN '' ELSE array_to_string(list_filter(l, lambda t_e: t_e IS NOT NULL), s) END;
t_join_nulls(l, s, n) AS CASE WHEN l IS NULL OR s IS NULL OR n IS NULL THEN NULL WHEN len(l) = 0 THEN '' ELSE array_to_string(list_transform(l, lambda t_e: CASE WHEN t_e IS NULL THEN n ELSE t_e END), s) END;
t_without_end(s) AS CASE WHEN ends_with(s, chr(10)) THEN t_error(s, 'A pattern with $ meets a text that ends in a newline') ELSE s END;

-- Time
t_pack(instant, zone) AS CASE WHEN instant IS NULL THEN NULL ELSE struct_pack(t := instant, z := zone) END;
t_utc(x) AS t_pack(x, 'UTC');
t_local(v) AS CASE WHEN (v).z = 'UTC' THEN (v).t ELSE (v).t + to_minutes(t_offset_minutes(epoch_us((v).t), (v).z)) END;
t_zoned(wall, zone) AS t_pack(CASE WHEN zone = 'UTC' THEN CAST(wall AS TIMESTAMP) ELSE make_timestamp(t_instant_micros(epoch_us(CAST(wall AS TIMESTAMP)), zone)) END, zone);
t_zone_text(x) AS t_pack(make_timestamp(CAST(string_split(x, '|')[1] AS BIGINT)), string_split(x, '|')[2]);
t_wall_text(x) AS make_timestamp(CAST(string_split(x, '|')[3] AS BIGINT));
t_epoch_date(days) AS DATE '1970-01-01' + CAST(days AS INTEGER);
t_timestamp_text(x, p) AS CASE p WHEN 3 THEN strftime(x, '%Y-%m-%d %H:%M:%S.%g') WHEN 0 THEN strftime(x, '%Y-%m-%d %H:%M:%S') ELSE substring(strftime(x, '%Y-%m-%d %H:%M:%S.%f'), 1, 20 + p) END;
t_zoned_text(v, p) AS t_timestamp_text(t_local(v), p) || ' ' || (v).z;
t_zone_offset(v) AS t_offset_minutes(epoch_us((v).t), (v).z);
t_offset_text(m) AS CASE WHEN m < 0 THEN '-' ELSE '+' END || lpad(CAST(abs(m) // 60 AS VARCHAR), 2, '0') || ':' || lpad(CAST(abs(m) % 60 AS VARCHAR), 2, '0');
t_zoned_iso8601(v, p) AS replace(t_timestamp_text(t_local(v), p), ' ', 'T') || CASE WHEN t_zone_offset(v) = 0 THEN 'Z' ELSE t_offset_text(t_zone_offset(v)) END;
t_round_timestamp(x, p) AS make_timestamp(CAST(floor((epoch_us(x) + CAST(pow(10, 6 - p) AS BIGINT) // 2) / CAST(pow(10, 6 - p) AS BIGINT)) AS BIGINT) * CAST(pow(10, 6 - p) AS BIGINT));
t_from_unixtime(x, zone) AS t_pack(make_timestamp(CAST(t_round(x * 1000, 0) AS BIGINT) * 1000), zone);
t_milliseconds_between(a, b) AS (epoch_ms(b) - epoch_ms(a));
t_months_forward(a, b) AS ((year(b) - year(a)) * 12 + month(b) - month(a)) - CASE WHEN a + to_months(CAST((year(b) - year(a)) * 12 + month(b) - month(a) AS INTEGER)) > b THEN 1 ELSE 0 END;
t_months_between(a, b) AS CASE WHEN a <= b THEN t_months_forward(a, b) ELSE -t_months_forward(b, a) END;
t_day_interval_text(ms) AS CASE WHEN ms < 0 THEN '-' ELSE '' END || CAST(abs(ms) // 86400000 AS VARCHAR) || ' ' || lpad(CAST(abs(ms) // 3600000 % 24 AS VARCHAR), 2, '0') || ':' || lpad(CAST(abs(ms) // 60000 % 60 AS VARCHAR), 2, '0') || ':' || lpad(CAST(abs(ms) // 1000 % 60 AS VARCHAR), 2, '0') || '.' || lpad(CAST(abs(ms) % 1000 AS VARCHAR), 3, '0');
t_month_interval_text(m) AS CASE WHEN m < 0 THEN '-' ELSE '' END || CAST(abs(m) // 12 AS VARCHAR) || '-' || CAST(abs(m) % 12 AS VARCHAR);
t_shift_date(d, ms) AS CASE WHEN ms % 86400000 <> 0 THEN t_error(d, 'Cannot add hour, minutes or seconds to a date') ELSE d + CAST(ms // 86400000 AS INTEGER) END;

-- Texts in their usual spelling, which DuckDB reads by itself; NULL for any other, which the exact readers get.
t_quick_integer(x) AS TRY_CAST(CASE WHEN regexp_full_match(x, '-?[0-9]{1,18}') THEN x END AS BIGINT);
t_quick_double(x) AS TRY_CAST(CASE WHEN regexp_full_match(x, '-?[0-9]{1,15}(\.[0-9]{1,15})?') THEN x END AS DOUBLE);
t_quick_date(x) AS TRY_CAST(CASE WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN x END AS DATE);
t_quick_timestamp(x) AS TRY_CAST(CASE WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,3})?') THEN x END AS TIMESTAMP);
t_quick_boolean(x) AS CASE x WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END;

-- JSON
t_json_fragment(f) AS CASE WHEN regexp_matches(f, '[0-9][.eE]|[\x{10000}-\x{10FFFF}]|\\u') THEN t_json_extract_exactly(f, '$') ELSE f END;
t_json_or_null(x) AS CASE WHEN json_valid(x) THEN x END;
t_json_extract(x, path) AS t_json_fragment(CAST(json_extract(x, path) AS VARCHAR));
t_json_scalar_fragment(f) AS CASE substring(f, 1, 1) WHEN '"' THEN json_extract_string(f, '$') WHEN '{' THEN NULL WHEN '[' THEN NULL WHEN 'n' THEN NULL ELSE f END;
-- DuckDB has read a number by now: where its text may differ from what is written, it is read again.
t_json_scalar_of(f, x, path) AS CASE WHEN f[1] = '-' OR f[1] BETWEEN '0' AND '9' THEN CASE WHEN regexp_matches(f, '[.eE]') THEN t_json_extract_scalar_exactly(x, path) ELSE f END ELSE t_json_scalar_fragment(f) END;
t_json_extract_scalar(x, path) AS t_json_scalar_of(CAST(json_extract(x, path) AS VARCHAR), x, path);
t_json_object(entries) AS '{' || array_to_string(list_transform(list_sort(entries), lambda t_e: t_json_text((t_e).k) || ':' || (t_e).v), ',') || '}';

-- Arrays
t_element_at(l, i) AS CASE WHEN i = 0 THEN l[t_fail_at('SQL array indices start at 1')] ELSE l[i] END;
t_subscript(l, i) AS CASE WHEN i < 0 THEN l[t_fail_at('Array subscript is negative: ' || CAST(i AS VARCHAR))] WHEN i = 0 THEN l[t_fail_at('SQL array indices start at 1')] WHEN i > len(l) THEN l[t_fail_at('Array subscript must be less than or equal to array length: ' || CAST(i AS VARCHAR) || ' > ' || CAST(len(l) AS VARCHAR))] ELSE l[i] END;
t_map_subscript(m, key) AS CASE WHEN m IS NULL OR key IS NULL THEN NULL WHEN NOT map_contains(m, key) THEN map_values(m)[t_fail_at('Key not present in map: ' || CAST(key AS VARCHAR))] ELSE map_extract_value(m, key) END;
t_has_null(l) AS len(l) > list_count(l);
t_contains(l, x) AS CASE WHEN l IS NULL OR x IS NULL THEN NULL WHEN list_contains(l, x) THEN TRUE WHEN t_has_null(l) THEN NULL ELSE FALSE END;
t_array_position(l, x) AS CASE WHEN l IS NULL OR x IS NULL THEN NULL ELSE CASE WHEN list_position(l, x) IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(list_position(l, x) AS BIGINT) END END;
t_first_null(l) AS list_position(list_transform(l, lambda t_n: t_n IS NULL), TRUE);
t_array_distinct(l) AS list_filter(l, lambda t_e, t_i: CASE WHEN t_e IS NULL THEN t_first_null(l) = t_i ELSE list_position(l, t_e) = t_i END);
t_numbers(l) AS list_filter(l, lambda t_e: NOT isnan(t_e));
t_number_max(l) AS CASE WHEN t_has_null(l) THEN NULL ELSE CASE WHEN len(t_numbers(l)) > 0 THEN list_max(t_numbers(l)) ELSE list_max(l) END END;
t_number_min(l) AS CASE WHEN t_has_null(l) THEN NULL ELSE CASE WHEN len(t_numbers(l)) > 0 THEN list_min(t_numbers(l)) ELSE list_min(l) END END;
t_array_max(l) AS CASE WHEN t_has_null(l) THEN NULL ELSE list_max(l) END;
t_array_min(l) AS CASE WHEN t_has_null(l) THEN NULL ELSE list_min(l) END;
t_concat_lists(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE list_concat(a, b) END;
t_array_union(a, b) AS t_array_distinct(t_concat_lists(a, b));
t_in_list(l, x) AS CASE WHEN x IS NULL THEN t_has_null(l) ELSE list_contains(l, x) IS NOT DISTINCT FROM TRUE END;
-- Trino walks through the longer array.
t_array_intersect(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN len(b) > len(a) THEN t_array_distinct(list_filter(b, lambda t_x: t_in_list(a, t_x))) ELSE t_array_distinct(list_filter(a, lambda t_x: t_in_list(b, t_x))) END;
t_array_except(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE t_array_distinct(list_filter(a, lambda t_x: NOT t_in_list(b, t_x))) END;
t_arrays_overlap(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN len(list_filter(a, lambda t_x: list_contains(b, t_x) IS NOT DISTINCT FROM TRUE)) > 0 THEN TRUE WHEN (t_has_null(a) AND len(b) > 0) OR (t_has_null(b) AND len(a) > 0) THEN NULL ELSE FALSE END;
t_array_remove(l, x) AS CASE WHEN x IS NULL THEN NULL ELSE list_filter(l, lambda t_e: t_e IS DISTINCT FROM x) END;
t_slice(l, s, n) AS CASE WHEN n < 0 THEN t_error(l, 'length must be greater than or equal to 0') WHEN s = 0 THEN t_error(l, 'SQL array indices start at 1') WHEN l IS NULL OR s IS NULL OR n IS NULL THEN NULL WHEN s > len(l) OR -s > len(l) OR n = 0 THEN l[1:0] WHEN s > 0 THEN l[s:s + n - 1] ELSE l[len(l) + s + 1:len(l) + s + n] END;
t_trim_array(l, n) AS CASE WHEN n < 0 THEN t_error(l, 'size must not be negative: ' || CAST(n AS VARCHAR)) WHEN n > len(l) THEN t_error(l, 'size must not exceed array cardinality') WHEN n = len(l) THEN l[1:0] ELSE l[1:len(l) - n] END;
t_flatten(l) AS flatten(l);
t_repeat(x, n) AS CASE WHEN n > 10000 THEN t_error([x], 'count argument of repeat function must be less than or equal to 10000') WHEN n < 0 THEN t_error([x], 'count argument of repeat function must be greater than or equal to 0') ELSE list_transform(range(CAST(n AS BIGINT)), lambda t_e: x) END;
t_bounded(l) AS CASE WHEN len(l) > 10000 THEN t_error(l, 'result of sequence function must not have more than 10000 entries') ELSE l END;
t_sequence(a, b, step) AS CASE WHEN step = 0 THEN t_error([a], 'step must not be zero') WHEN (b - a) * step < 0 THEN t_error([a], 'sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start') WHEN (b - a) // step >= 10000 THEN t_error([a], 'result of sequence function must not have more than 10000 entries') ELSE generate_series(a, b, step) END;
t_month_sequence(a, b, n) AS CASE WHEN n = 0 THEN t_error([a], 'step must not be zero') ELSE t_bounded(list_filter(list_transform(range(0, least(abs(t_months_between(a, b)) // abs(n) + 2, 10002)), lambda t_i: a + to_months(CAST(t_i * n AS INTEGER))), lambda t_e: CASE WHEN n > 0 THEN t_e <= b ELSE t_e >= b END)) END;
t_time_sequence(a, b, step) AS t_bounded(generate_series(a, b, step));
t_any(l) AS CASE WHEN list_contains(l, TRUE) THEN TRUE WHEN t_has_null(l) THEN NULL WHEN l IS NOT NULL THEN FALSE END;
t_all(l) AS CASE WHEN list_contains(l, FALSE) THEN FALSE WHEN t_has_null(l) THEN NULL WHEN l IS NOT NULL THEN TRUE END;
t_percentile_of(l, p) AS l[least(CAST(floor(p * len(l)) AS BIGINT) + 1, len(l))];
t_percentile(l, p) AS CASE WHEN p < 0 OR p > 1 THEN l[t_fail_at('Percentile must be between 0 and 1')] ELSE t_percentile_of(list_sort(l), p) END;

-- Maps
t_map(k, v) AS map(k, CASE WHEN len(k) <> len(v) THEN t_error(v, 'Key and value arrays must be the same length') ELSE v END);
t_keys(l) AS list_transform(l, lambda t_e: (t_e).k);
t_first_entries(l) AS CASE WHEN l IS NULL THEN NULL WHEN len(list_distinct(t_keys(l))) = len(l) THEN map_from_entries(l) ELSE map_from_entries(list_filter(l, lambda t_x, t_i: list_position(t_keys(l), (t_x).k) = t_i)) END;
t_multimap(l) AS CASE WHEN l IS NULL THEN NULL ELSE map_from_entries(list_transform(list_distinct(t_keys(l)), lambda t_k: struct_pack(k := t_k, v := list_transform(list_filter(l, lambda t_x: (t_x).k = t_k), lambda t_y: (t_y).v)))) END;
t_histogram(l) AS CASE WHEN l IS NULL THEN NULL ELSE map_from_entries(list_transform(list_distinct(l), lambda t_k: struct_pack(k := t_k, v := len(list_filter(l, lambda t_x: t_x = t_k))))) END;
t_pairs_map(l) AS CASE WHEN l IS NULL THEN NULL ELSE map_from_entries(list_transform(range(0, len(l), 2), lambda t_i: struct_pack(k := l[t_i + 1], v := l[t_i + 2]))) END;
`;
