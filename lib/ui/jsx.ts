// The two types that components speak, from one place: what a component takes as children, and what it gives.
export type { Child } from "hono/jsx";
export type { JSX } from "hono/jsx/jsx-runtime";
