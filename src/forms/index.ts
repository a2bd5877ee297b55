/** Forms on the server: what a form may see, and whether what was submitted may become variables. */
export { initialData } from './initial-data';
export { frenchMessages, type FormMessages } from './messages';
export { FormSchemaError, parseFormSchema, type FormField, type FormSchema, type ParsedForm } from './schema';
export { validateForm, type FormError, type FormOptions, type FormResult } from './validate';
