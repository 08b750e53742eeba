import { en, Faker } from "@faker-js/faker";
import type { Lot } from "./lot.ts";
import { drawFirstName, drawLastName } from "./names.ts";

/** Plausible names and places that a lot decides. English, whoever they stand for. */
export interface People {
  firstName(lot: Lot): string;
  lastName(lot: Lot): string;
  street(lot: Lot): string;
  city(lot: Lot): string;
  words(lot: Lot, length: number): string;
}

export function makePeople(): People {
  let draw: () => number = () => 0;
  const faker = new Faker({ locale: en, randomizer: { next: () => draw(), seed: () => {} } });
  const by = (lot: Lot): Faker => {
    draw = () => lot.next();
    return faker;
  };
  return {
    firstName: drawFirstName,
    lastName: drawLastName,
    street: (lot) => by(lot).location.streetAddress(),
    city: (lot) => by(lot).location.city(),
    words(lot, length) {
      const text = by(lot).lorem.words(Math.min(40, 2 + Math.ceil(length / 5)));
      return (
        text
          .repeat(Math.ceil(length / text.length))
          .slice(0, length)
          .trim() || text.slice(0, length)
      );
    },
  };
}
