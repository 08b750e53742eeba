const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** 1999 -> "€19.99" */
export function money(cents) {
  return euros.format(Number(cents) / 100);
}

/** "3 May 2026" */
export function day(date) {
  return days.format(date);
}

/** 1 -> "1 review", 2 -> "2 reviews" */
export function counted(number, noun) {
  return `${Number(number).toLocaleString('en-IE')} ${noun}${Number(number) === 1 ? '' : 's'}`;
}
