/* Reads every row of a data package with its types, keys and references; prints "valid", or what is wrong. */
const { Package } = require("datapackage");

async function main(path) {
	const found = await Package.load(path);
	for (const error of found.errors)
		console.log(error.message);
	for (const name of found.resourceNames) {
		/* Anew for each: a file that others refer to cannot be read twice. */
		const resource = (await Package.load(path)).getResource(name);
		try {
			await resource.read({ relations: true });
		} catch (error) {
			console.log(name, error.message, (error.errors || []).slice(0, 3).map((e) => e.message).join("; "));
			return;
		}
	}
	if (found.valid)
		console.log("valid");
}
main(process.argv[2]);
