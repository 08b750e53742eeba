export const rooms = {
  vase: ({ main, light, shade }) => `
    <path d="M118 74C112 50 98 44 90 28M122 74c2-26 4-34 4-52M126 74c6-18 16-24 28-34" fill="none" stroke="#7f9a6b" stroke-width="3"/>
    <circle cx="89" cy="27" r="9" fill="#e9c46a"/><circle cx="126" cy="20" r="10" fill="#f0e0b4"/><circle cx="156" cy="38" r="8" fill="#e5a58c"/>
    <path d="M108 70h26c0 22 28 32 28 60 0 22-16 36-41 36s-41-14-41-36c0-28 28-38 28-60z" fill="${main}"/>
    <path d="M108 70h8c0 24-20 34-20 60 0 16 6 28 16 34-20-4-32-16-32-34 0-28 28-38 28-60z" fill="${light}"/>
    <ellipse cx="121" cy="70" rx="13" ry="4" fill="${shade}"/>`,
  candle: ({ main, light, shade }) => `
    <path d="M120 34c10 12 12 18 0 28-12-10-10-16 0-28z" fill="#f2b84b"/><path d="M120 44c5 6 6 10 0 16-6-6-5-10 0-16z" fill="#fff3d0"/>
    <path d="M120 60v14" stroke="#4b4038" stroke-width="3"/>
    <rect x="84" y="74" width="72" height="92" rx="10" fill="${main}"/><rect x="84" y="74" width="22" height="92" rx="10" fill="${light}" opacity=".75"/>
    <ellipse cx="120" cy="76" rx="36" ry="7" fill="${light}"/><rect x="98" y="104" width="44" height="34" rx="3" fill="#fff" opacity=".85"/>
    <path d="M106 116h28M110 126h20" stroke="${shade}" stroke-width="3" stroke-linecap="round"/>`,
  clock: ({ main, light, shade }) => `
    <circle cx="120" cy="100" r="66" fill="${shade}"/><circle cx="120" cy="98" r="66" fill="${main}"/><circle cx="120" cy="98" r="54" fill="#fffdf8"/>
    <path d="M120 50v8M120 138v8M72 98h8M160 98h8" stroke="${shade}" stroke-width="4" stroke-linecap="round"/>
    <path d="M120 98V66" stroke="#37423c" stroke-width="5" stroke-linecap="round"/><path d="M120 98l24 14" stroke="${shade}" stroke-width="5" stroke-linecap="round"/>
    <circle cx="120" cy="98" r="5" fill="#37423c"/><path d="M78 66a54 54 0 0 1 20-17" fill="none" stroke="${light}" stroke-width="4" stroke-linecap="round"/>`,
  basket: ({ main, light, shade }) => `
    <path d="M72 100c0-70 96-70 96 0" fill="none" stroke="${shade}" stroke-width="8"/>
    <path d="M56 96h128l-14 62a10 10 0 0 1-10 8H80a10 10 0 0 1-10-8z" fill="${main}"/>
    <path d="M60 112h120M64 130h112M68 148h104" stroke="${light}" stroke-width="7" stroke-dasharray="12 8"/>
    <path d="M60 121h120M64 139h112" stroke="${shade}" stroke-width="5" stroke-dasharray="12 8" stroke-dashoffset="10" opacity=".7"/>
    <rect x="50" y="88" width="140" height="13" rx="6" fill="${shade}"/>`,
  lamp: ({ main, light, shade }) => `
    <path d="M84 90h72l40 76H44z" fill="#fbe6a8" opacity=".55"/>
    <path d="M92 34h56l20 58H72z" fill="${main}"/><path d="M92 34h18L96 92H72z" fill="${light}" opacity=".8"/>
    <rect x="116" y="92" width="8" height="60" fill="${shade}"/><path d="M90 166c0-12 60-12 60 0z" fill="${shade}"/>
    <path d="M140 92v22" stroke="#37423c" stroke-width="2"/><circle cx="140" cy="117" r="3.5" fill="#37423c"/>`,
  pendant: ({ main, light, shade }) => `
    <path d="M120 0v52" stroke="#37423c" stroke-width="3"/><path d="M64 112h112l26 60H38z" fill="#fbe6a8" opacity=".5"/>
    <path d="M62 112c0-40 26-60 58-60s58 20 58 60z" fill="${main}"/><path d="M62 112c0-38 20-56 44-60-14 12-20 32-20 60z" fill="${light}" opacity=".85"/>
    <ellipse cx="120" cy="112" rx="58" ry="8" fill="${shade}"/><circle cx="120" cy="116" r="12" fill="#fff3d0"/><rect x="112" y="44" width="16" height="12" rx="4" fill="${shade}"/>`,
  blanket: ({ main, light, shade }) => `
    <path d="M58 118c0-10 8-16 16-16h92c10 0 16 8 16 16v32c0 10-8 16-16 16H74c-10 0-16-6-16-16z" fill="${shade}"/>
    <path d="M58 92c0-10 8-16 16-16h92c10 0 16 8 16 16v16c0 10-8 16-16 16H74c-10 0-16-6-16-16z" fill="${main}"/>
    <path d="M62 66c0-10 8-16 16-16h84c10 0 16 8 16 16v10c0 10-8 16-16 16H78c-10 0-16-6-16-16z" fill="${light}"/>
    <path d="M96 50v42M144 50v42M96 94v30M144 94v30M96 126v40M144 126v40" stroke="#fff" stroke-width="5" opacity=".55"/>
    <path d="M74 166v10M86 166v10M98 166v10M110 166v10M122 166v10M134 166v10M146 166v10M158 166v10" stroke="${shade}" stroke-width="3"/>`,
  cushion: ({ main, light, shade }) => `
    <path d="M58 50c40 12 84 12 124 0-9 40-9 76 0 116-40-12-84-12-124 0 9-40 9-76 0-116z" fill="${main}"/>
    <path d="M58 50c12 4 26 6 38 8-7 30-7 66 0 100-14 2-26 4-38 8 9-40 9-76 0-116z" fill="${light}" opacity=".7"/>
    <path d="M112 62c-6 30-6 66 0 96M128 62c6 30 6 66 0 96" fill="none" stroke="#fff" stroke-width="4" opacity=".7"/>
    <path d="M60 54c40 11 80 11 120 0" fill="none" stroke="${shade}" stroke-width="3" stroke-dasharray="5 5"/>`,
  towel: ({ main, light, shade }) => `
    <rect x="48" y="40" width="144" height="9" rx="4.5" fill="#a08563"/><path d="M72 44h96v112H72z" fill="${main}"/><path d="M72 44h30v112H72z" fill="${light}" opacity=".7"/>
    <path d="M72 124h96M72 132h96" stroke="#fff" stroke-width="4" opacity=".8"/><path d="M88 44h64v62H88z" fill="${shade}" opacity=".55"/>
    <path d="M76 156v10M88 156v10M100 156v10M112 156v10M124 156v10M136 156v10M148 156v10M160 156v10" stroke="${shade}" stroke-width="3"/>`,
};
