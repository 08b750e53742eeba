const beech = '#c79f72';
const beechShade = '#a47e54';

export const furniture = {
  stool: ({ main, light, shade }) => `
    <path d="M84 88L66 166M156 88l18 78M120 90v76" stroke="${beech}" stroke-width="10" stroke-linecap="round"/>
    <path d="M76 134h88" stroke="${beechShade}" stroke-width="6" stroke-linecap="round"/>
    <rect x="66" y="70" width="108" height="22" rx="11" fill="${main}"/><rect x="66" y="70" width="44" height="22" rx="11" fill="${light}" opacity=".8"/><path d="M74 88h92" stroke="${shade}" stroke-width="4" stroke-linecap="round"/>`,
  chair: ({ main, light, shade }) => `
    <path d="M84 34v132M156 34v132" stroke="${beech}" stroke-width="9" stroke-linecap="round"/>
    <path d="M70 116l-6 50M170 116l6 50" stroke="${beechShade}" stroke-width="9" stroke-linecap="round"/>
    <path d="M80 40c20-12 60-12 80 0v22c-20-10-60-10-80 0z" fill="${beech}"/><path d="M84 76c20-8 52-8 72 0" fill="none" stroke="${beechShade}" stroke-width="6"/>
    <path d="M70 104h100l8 18H62z" fill="${main}"/><path d="M70 104h34l-4 18H62z" fill="${light}" opacity=".8"/><path d="M62 122h116" stroke="${shade}" stroke-width="6" stroke-linecap="round"/>`,
};
