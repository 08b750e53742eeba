import { furniture } from './furniture.js';
import { outings } from './outings.js';
import { rooms } from './rooms.js';
import { tableware } from './tableware.js';

/** Every kind of product as a drawing on 240 x 200 that stands on y = 166. Each takes a palette and answers with SVG. */
export const shapes = { ...tableware, ...rooms, ...outings, ...furniture };
