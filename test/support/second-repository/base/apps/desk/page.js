exports.loansPage = async (db) => {
  const { rows } = await db.query(`
    SELECT t.name AS tool, m.full_name AS member, to_char(l.taken_on, 'DD Mon') AS taken
    FROM loans l JOIN tools t ON t.id = l.tool_id JOIN members m ON m.id = l.member_id
    WHERE l.state = 'out' ORDER BY l.taken_on DESC LIMIT 30`);
  const items = rows.map(({ tool, member, taken }) => `<li>${tool}: ${member}, since ${taken}</li>`);
  return `<!doctype html><title>Toolshed</title><h1>Out on loan</h1><ul>${items.join("")}</ul>`;
};
