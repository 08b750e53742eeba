import type { Link } from "../request.ts";
import type { Table } from "./catalogue.ts";
import { findColumn } from "./find-table.ts";
import type { Reference } from "./references.ts";

/** The configured links as references. Nobody vouches for them, so a missing parent is no error. */
export function linkReferences(links: readonly Link[], tables: readonly Table[]): Reference[] {
  return links.map((link, index) => {
    const place = `subset.links[${index}]`;
    const from = findColumn(tables, link.from, `${place}.from`);
    const to = findColumn(tables, link.to, `${place}.to`);
    return {
      label: `${from.table.name}.${from.column.name} (link)`,
      child: from.table,
      parent: to.table,
      pairs: [
        {
          child: from.column.name,
          // The child's text is read as the parent's type: polymorphic columns are often text where keys are numbers.
          childType: to.column.type,
          parent: to.column.name,
          parentType: from.column.type,
          operator: "OPERATOR(pg_catalog.=)",
          exact: false,
        },
      ],
      validated: false,
      matchFull: false,
      when: link.when,
    };
  });
}
