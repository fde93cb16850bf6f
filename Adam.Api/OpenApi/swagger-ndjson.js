// Swagger UI takes application/x-ndjson for JSON and indents its examples, so that a record stands on many lines and
// is refused as sent. This plugin shows and sends examples of NDJSON as the document has them. The page names plugins
// by eval, which its Content-Security-Policy forbids, so the plugin is added where the page creates the UI.
document.addEventListener('DOMContentLoaded', () => {
  const create = window.SwaggerUIBundle;
  const ndjson = {
    afterLoad() {
      const sample = this.fn.getSampleSchema;
      this.fn.getSampleSchema = (schema, type, config, example) =>
        /ndjson/.test(type) && typeof example === 'string' ? example : sample(schema, type, config, example);
    },
  };
  window.SwaggerUIBundle = Object.assign(
    (config) => create({ ...config, plugins: [...(config.plugins ?? []), ndjson] }),
    create,
  );
});
