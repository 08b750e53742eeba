// Syntax of every file, and three rules of the house. Ends with 1 when anything is found.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rules = [
  [/\bdebugger\b/, 'no debugger'],
  [/\bvar\s/, 'const or let, not var'],
  [/[ \t]+$/, 'no space at the end of a line'],
];

const files = ['src', 'test', 'scripts']
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((name) => name.endsWith('.js') && name !== join('scripts', 'lint.js'));

const findings = files.flatMap((file) => {
  const syntax = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
  const broken = syntax.status === 0 ? [] : [`${file}: ${syntax.stderr.trim()}`];
  const lines = readFileSync(file, 'utf8').split('\n');
  return broken.concat(
    lines.flatMap((line, index) => rules.filter(([rule]) => rule.test(line)).map(([, words]) => `${file}:${index + 1}: ${words}`)),
  );
});

for (const finding of findings) console.error(finding);
console.log(`${files.length} files, ${findings.length} findings`);
process.exitCode = findings.length ? 1 : 0;
