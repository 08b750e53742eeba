import type { ColumnFacts } from "../column-facts.ts";
import type { RuleName } from "../mask-rule.ts";
import type { Family } from "./family.ts";
import { aboutPeople, type PersonalName, peopleWords, personalNames, plainNames } from "./personal-names.ts";
import { wordSet, wordsOf } from "./words.ts";

/** Why something looks personal, and the rule that would mask it. */
export interface Suspicion {
  readonly reason: string;
  readonly rule: RuleName;
}

type Words = ReadonlySet<string>;

const known = personalNames.map((one) => ({ ...one, words: wordSet(one.words), last: wordSet(one.last ?? "") }));
const [plain, people, ofPeople] = [plainNames, peopleWords, aboutPeople].map(wordSet) as [Words, Words, Words];

/** With one of these behind it a name speaks about the personal thing rather than of it. */
const aboutIt = wordSet(
  "id count status type kind template enabled verified confirmed valid format at on subject provider expires expiry lifetime version required",
);

/** They say that it is a number, or which of several. */
const numbering = wordSet("no nr num number nummer numero");

/** Words shorter than this may be the end of any other. */
const shortestEnding = 5;

/** Other words end so as well: capacidade, resenha, modelname. */
const noEndings = wordSet("cidade senha fname lname");

/** What a name gives away by itself: of a column, or of a key in a document. */
export function suspectName(name: string, family: Family): Suspicion | undefined {
  const words = wordsOf(name);
  const told = known.find((one) => one.families.includes(family) && isCalled(one, words));
  return told && { reason: told.reason, rule: family === "number" ? "number" : told.rule };
}

/** The same of a column, whose table may tell more. */
export function suspectColumnName({ table, column }: ColumnFacts, family: Family): Suspicion | undefined {
  const told = suspectName(column, family);
  if (told || family !== "text") return told;
  const [word, ...others] = wordsOf(column);
  const isPlain = word !== undefined && others.length === 0 && plain.has(word);
  const words = wordsOf(table);
  const isOfPeople =
    words.some((one) => people.has(one) || people.has(one.replace(/s$/, ""))) && !ofPeople.has(words.at(-1) ?? "");
  return isPlain && isOfPeople
    ? { reason: "a person's name, as the table is about people", rule: "fullName" }
    : undefined;
}

type Known = Omit<PersonalName, "words" | "last"> & {
  readonly words: Words;
  readonly last: Words;
};

function isCalled({ words: strong, last }: Known, words: readonly string[]): boolean {
  const behind = (end: number) => words.slice(end).filter((word) => !numbering.has(word) && !/^\d+$/.test(word));
  for (let begin = 0; begin < words.length; begin++) {
    let joined = "";
    for (let end = begin + 1; end <= words.length && end <= begin + 4; end++) {
      joined += words[end - 1];
      const rest = behind(end);
      const isStrong = strong.has(joined) || (end === begin + 1 && endsIn(joined, strong));
      if (isStrong && !rest.some((word) => aboutIt.has(word))) return true;
      if (last.has(joined) && rest.length === 0) return true;
    }
  }
  return false;
}

/** `kundentelefonnummer`, `useremail`: written together, the last word says what it is. */
function endsIn(word: string, endings: Words): boolean {
  for (let begin = 1; begin <= word.length - shortestEnding; begin++) {
    const ending = word.slice(begin);
    if (endings.has(ending) && !noEndings.has(ending)) return true;
  }
  return false;
}
