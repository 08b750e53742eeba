/** What stands in a value of `app.env` for the preview's address. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: slipway.json writes the placeholder like this.
export const previewUrlPlaceholder = "${preview.url}";
