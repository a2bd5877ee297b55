/** XML files: bytes to text to tree, checked by a schema. */
export { declaredUtf8, decodeJson, decodeXml, textOfFile, type Decoded } from './decode';
export { printTree } from './print';
export { Schema } from './schema';
export { readTree, elementsOf, type XmlElement, type XmlTree } from './tree';
export { validate, type Validity } from './validate';
