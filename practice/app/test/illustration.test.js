import assert from 'node:assert/strict';
import { test } from 'node:test';
import { illustration } from '../src/illustration/illustration.js';
import { palettes } from '../src/illustration/palettes.js';
import { shapes } from '../src/illustration/shapes.js';

for (const kind of Object.keys(shapes)) {
  test(`a ${kind} is drawn in its colours`, () => {
    const picture = illustration({ kind, colour: 'clay', name: `A ${kind}` }).text;
    assert.doesNotMatch(picture, /undefined|NaN/);
    assert.ok(picture.includes(palettes.clay.main));
  });
}

test('a kind that nobody has drawn yet still has a picture', () => {
  assert.match(illustration({ kind: 'spoon', colour: 'neon', name: 'Spoon' }).text, /^<svg/);
});
