export const tableware = {
  mug: ({ main, light, shade }) => `
    <path d="M152 92h14a20 20 0 0 1 0 40h-16" fill="none" stroke="${shade}" stroke-width="10"/>
    <path d="M78 76h76v66a24 24 0 0 1-24 24h-28a24 24 0 0 1-24-24z" fill="${main}"/>
    <path d="M78 76h22v90a24 24 0 0 1-22-24z" fill="${light}" opacity=".7"/>
    <ellipse cx="116" cy="76" rx="38" ry="8" fill="${shade}"/><ellipse cx="116" cy="77" rx="31" ry="5" fill="#5b4030"/>
    <path d="M104 62c-7-9 7-14 0-24M124 62c-7-9 7-14 0-24" fill="none" stroke="${shade}" stroke-width="3" stroke-linecap="round" opacity=".45"/>`,
  teapot: ({ main, light, shade }) => `
    <path d="M168 100c26-2 30 46-6 44" fill="none" stroke="${shade}" stroke-width="9"/>
    <path d="M76 128c-22 0-22-36-44-40l10-8c24 4 24 22 38 24z" fill="${shade}"/>
    <path d="M66 120c0-32 24-48 54-48s54 16 54 48c0 26-18 46-54 46s-54-20-54-46z" fill="${main}"/>
    <path d="M82 96c-10 16-8 44 6 58-16-8-22-22-22-34 0-10 6-18 16-24z" fill="${light}"/>
    <path d="M92 78c8-12 48-12 56 0z" fill="${shade}"/><circle cx="120" cy="62" r="7" fill="${main}"/>`,
  bowl: ({ main, light, shade }) => `
    <path d="M52 96h136c0 44-28 64-56 66h-24c-28-2-56-22-56-66z" fill="${main}"/>
    <path d="M52 96h30c0 40 14 58 34 66h-8c-28-2-56-22-56-66z" fill="${light}" opacity=".7"/>
    <ellipse cx="120" cy="96" rx="68" ry="14" fill="${shade}"/><ellipse cx="120" cy="98" rx="60" ry="10" fill="${light}"/>
    <rect x="96" y="158" width="48" height="8" rx="4" fill="${shade}"/>`,
  plate: ({ main, light, shade }) => `
    <circle cx="120" cy="102" r="64" fill="${shade}" opacity=".5"/><circle cx="120" cy="99" r="64" fill="${main}"/>
    <circle cx="120" cy="99" r="56" fill="${light}"/><circle cx="120" cy="99" r="40" fill="#fff" opacity=".45"/>
    <circle cx="120" cy="99" r="40" fill="none" stroke="${main}" stroke-width="2"/>
    <path d="M88 80a38 38 0 0 1 24-18" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" opacity=".8"/>`,
  pan: ({ main, light, shade }) => `
    <path d="M158 118l62-18a6 6 0 0 1 4 12l-64 18z" fill="#8a6a4c"/>
    <path d="M42 112h120l-8 40a16 16 0 0 1-16 14H66a16 16 0 0 1-16-14z" fill="${main}"/>
    <path d="M42 112h26l6 54h-8a16 16 0 0 1-16-14z" fill="${light}" opacity=".55"/>
    <ellipse cx="102" cy="112" rx="60" ry="13" fill="${shade}"/><ellipse cx="102" cy="114" rx="52" ry="9" fill="${light}" opacity=".55"/>
    <path d="M82 92c-6-8 6-12 0-20M104 88c-6-8 6-12 0-20M126 92c-6-8 6-12 0-20" fill="none" stroke="${shade}" stroke-width="3" stroke-linecap="round" opacity=".4"/>`,
  board: ({ main, light, shade }) => `
    <g transform="rotate(14 120 100)"><rect x="108" y="24" width="24" height="44" rx="10" fill="${shade}"/><circle cx="120" cy="36" r="5" fill="#fff"/>
    <rect x="76" y="54" width="88" height="112" rx="16" fill="${main}"/><rect x="76" y="54" width="28" height="112" rx="14" fill="${light}" opacity=".6"/>
    <path d="M116 66c-6 30 6 56 0 88M136 62c-6 34 6 60 0 96M150 72c-4 26 4 48 0 76" fill="none" stroke="${shade}" stroke-width="2" opacity=".6"/></g>`,
};
