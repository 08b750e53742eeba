export const outings = {
  plant: ({ main, light, shade }) => `
    <path d="M120 106c-4-30-2-54 4-76M118 104c-18-10-32-28-38-48M124 104c16-8 30-24 38-46" fill="none" stroke="#5f7d57" stroke-width="4"/>
    <path d="M124 30c20 14 18 40-2 52-16-16-14-38 2-52z" fill="#83a677"/><path d="M80 54c26 0 36 18 34 42-24 0-36-16-34-42z" fill="#6d9163"/><path d="M164 54c-26 2-36 20-36 42 24-2 36-18 36-42z" fill="#94b588"/>
    <path d="M76 104h88l-10 56a8 8 0 0 1-8 6H94a8 8 0 0 1-8-6z" fill="${main}"/><path d="M76 104h28l2 62H94a8 8 0 0 1-8-6z" fill="${light}" opacity=".7"/><rect x="70" y="96" width="100" height="16" rx="5" fill="${shade}"/>`,
  can: ({ main, light, shade }) => `
    <path d="M150 84c44-34 52 40 10 62" fill="none" stroke="${shade}" stroke-width="8"/>
    <path d="M86 138L36 84l10-8 44 40z" fill="${shade}"/><path d="M26 88l22-22 6 8-20 20z" fill="${main}"/>
    <path d="M80 88h84v68a10 10 0 0 1-10 10H90a10 10 0 0 1-10-10z" fill="${main}"/><path d="M80 88h26v78H90a10 10 0 0 1-10-10z" fill="${light}" opacity=".7"/>
    <ellipse cx="122" cy="88" rx="42" ry="8" fill="${shade}"/><path d="M20 102v8M28 106v8M14 114v8" stroke="#89b3c8" stroke-width="3" stroke-linecap="round"/>`,
  notebook: ({ main, light, shade }) => `
    <g transform="rotate(-8 120 100)"><rect x="82" y="46" width="88" height="118" rx="6" fill="#fffdf6" stroke="${shade}" stroke-width="2"/>
    <rect x="74" y="40" width="90" height="120" rx="7" fill="${main}"/><rect x="74" y="40" width="20" height="120" rx="7" fill="${shade}"/>
    <rect x="106" y="62" width="44" height="28" rx="3" fill="#fff" opacity=".9"/><path d="M114 72h28M114 80h18" stroke="${shade}" stroke-width="3" stroke-linecap="round"/>
    <path d="M152 40v120" stroke="${light}" stroke-width="5"/></g>`,
  pencils: ({ main, light, shade }) => {
    const pencil = (x, angle, body) => `<g transform="rotate(${angle} ${x} 120)"><path d="M${x - 7} 62l7-22 7 22z" fill="#ecd3ac"/><path d="M${x - 2} 47l2-7 2 7z" fill="#37423c"/><rect x="${x - 7}" y="62" width="14" height="66" fill="${body}"/></g>`;
    return `${pencil(98, -10, shade)}${pencil(112, -3, main)}${pencil(128, 4, light)}${pencil(142, 11, '#7d8f86')}
    <path d="M82 100h76l-6 58a9 9 0 0 1-9 8H97a9 9 0 0 1-9-8z" fill="${main}"/><path d="M82 100h24l2 66H97a9 9 0 0 1-9-8z" fill="${light}" opacity=".7"/><rect x="78" y="94" width="84" height="12" rx="6" fill="${shade}"/>`;
  },
  bottle: ({ main, light, shade }) => `
    <rect x="104" y="26" width="32" height="26" rx="6" fill="#4a544e"/><rect x="110" y="18" width="20" height="12" rx="5" fill="#37423c"/>
    <path d="M104 52h32c0 12 14 14 14 30v70a14 14 0 0 1-14 14h-32a14 14 0 0 1-14-14V82c0-16 14-18 14-30z" fill="${main}"/>
    <path d="M104 52h10c0 14-8 18-8 32v80a14 14 0 0 1-16-12V82c0-16 14-18 14-30z" fill="${light}"/>
    <path d="M90 112h60v10H90z" fill="${shade}"/>`,
  backpack: ({ main, light, shade }) => `
    <path d="M98 48c0-26 44-26 44 0" fill="none" stroke="${shade}" stroke-width="7"/>
    <path d="M72 92c0-30 18-48 48-48s48 18 48 48v62a12 12 0 0 1-12 12H84a12 12 0 0 1-12-12z" fill="${main}"/>
    <path d="M72 92c0-26 12-42 34-47-10 12-14 28-14 47v74h-8a12 12 0 0 1-12-12z" fill="${light}" opacity=".75"/>
    <path d="M84 112h72v40a8 8 0 0 1-8 8H92a8 8 0 0 1-8-8z" fill="${shade}"/><path d="M84 112h72v14H84z" fill="${main}"/><rect x="112" y="120" width="16" height="14" rx="3" fill="#e9d9b0"/>
    <path d="M90 84h60" stroke="${shade}" stroke-width="4" stroke-dasharray="6 4"/>`,
};
