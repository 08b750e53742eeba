exports.loansPage = async (db) => {
  const { rows } = await db.query(`
    SELECT t.name AS tool, m.full_name AS member, to_char(l.due_on, 'DD Mon') AS due
    FROM loans l JOIN tools t ON t.id = l.tool_id JOIN members m ON m.id = l.member_id
    WHERE l.state = 'out' ORDER BY l.due_on LIMIT 30`);
  const items = rows.map(({ tool, member, due }) => `<li>${tool}: ${member}, due back ${due}</li>`);
  return `<!doctype html><title>Toolshed</title><h1>Out on loan</h1><ul>${items.join("")}</ul>`;
};
