/** The colours of the house. `ground` lies behind a picture, `main` and `shade` are the thing itself, `light` is where the light falls. */
export const palettes = {
  sage: { ground: '#eef2ec', light: '#c3d2bf', main: '#93ad92', shade: '#6f8b70' },
  clay: { ground: '#f7ede6', light: '#e6b79b', main: '#cd8760', shade: '#a96a47' },
  oat: { ground: '#f6f1e6', light: '#efe3c8', main: '#dcc9a0', shade: '#b9a378' },
  ink: { ground: '#e9edf1', light: '#72869b', main: '#3f5369', shade: '#2b3b4c' },
  rose: { ground: '#f8ecec', light: '#ebc0bf', main: '#d39694', shade: '#b07573' },
  moss: { ground: '#edf0e4', light: '#a8b383', main: '#76854f', shade: '#586439' },
  sky: { ground: '#e9f1f5', light: '#bcd6e3', main: '#89b3c8', shade: '#648fa6' },
  honey: { ground: '#faf2df', light: '#f3d591', main: '#e0b04f', shade: '#b98a31' },
};
