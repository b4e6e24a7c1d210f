/* How many rows of a CSV file DuckDB reads, with a type of its own for ids and days. */
const { DuckDBInstance } = require("@duckdb/node-api");

async function main(path) {
	const connection = await (await DuckDBInstance.create(":memory:")).connect();
	const rows = await connection.runAndReadAll(
		"SELECT count(recommendation_id)::VARCHAR FROM read_csv($path) WHERE typeof(recommendation_id) = 'BIGINT'", { path });
	console.log(rows.getRows()[0][0]);
}
main(process.argv[2]);
