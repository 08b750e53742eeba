module.exports = { client: "pg", connection: process.env.DESK_DB, migrations: { directory: "./migrations" } };
