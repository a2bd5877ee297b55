/** Style sheets that esbuild takes out of the islands into files beside them. */
declare module '*.css';
