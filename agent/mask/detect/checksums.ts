/** True for a number of a payment card: its last digit follows from the others (Luhn). */
export function isCardNumber(text: string): boolean {
  // Most values are seen at once to be none: there are many to look at.
  if (!/^[2-6]\d/.test(text)) return false;
  const digits = text.replaceAll(/[ -]/g, "");
  if (!/^[2-6]\d{12,18}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** True for the number of a bank account whose check digits are right (ISO 13616). */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d\d/i.test(text)) return false;
  const packed = text.replaceAll(" ", "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(packed)) return false;
  const digits = [...(packed.slice(4) + packed.slice(0, 4))].map((letter) => Number.parseInt(letter, 36)).join("");
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
