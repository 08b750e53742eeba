import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, day, money } from '../src/format.js';
import { html } from '../src/html.js';

test('money is written in euros', () => {
  assert.equal(money(199900), '€1,999.00');
  assert.equal(money('490'), '€4.90');
});

test('days are written in full, whatever the time zone', () => {
  assert.equal(day(new Date('2026-05-03T23:30:00Z')), '3 May 2026');
});

test('one of something is singular', () => {
  assert.equal(counted(1, 'review'), '1 review');
  assert.equal(counted('2392', 'product'), '2,392 products');
});

test('what people write is escaped, what we write is not', () => {
  const name = '<script>"Ada" & co</script>';
  assert.equal(`${html`<b title="${name}">${[html`<i>ok</i>`, null, false]}</b>`}`, '<b title="&lt;script&gt;&quot;Ada&quot; &amp; co&lt;/script&gt;"><i>ok</i></b>');
});
