// Written by tools/write_kinds.py from modeling/kinds.py and modeling/limits.py.

/** @typedef {"big_picture" | "process" | "design"} Level */
/**
 * @typedef {object} Kind
 * @property {string} code
 * @property {string} name as people read it
 * @property {string} colour
 * @property {string} shape square, wide, large, small or turned
 * @property {number} width board units
 * @property {number} height board units
 * @property {string} key that chooses it
 * @property {Level} level the coarsest whose palette shows it
 * @property {string} wording
 * @property {string} meaning what it becomes
 */

/** @type {Record<string, Kind>} */
export const KINDS = {
  "domain_event": {
    "code": "domain_event",
    "name": "Domain event",
    "colour": "#FC9C48",
    "shape": "square",
    "width": 120,
    "height": 120,
    "key": "e",
    "level": "big_picture",
    "wording": "Past tense: “Order placed”",
    "meaning": "event schema, topic message"
  },
  "command": {
    "code": "command",
    "name": "Command",
    "colour": "#6CD8F0",
    "shape": "square",
    "width": 120,
    "height": 120,
    "key": "c",
    "level": "process",
    "wording": "Imperative: “Place order”",
    "meaning": "command schema, endpoint"
  },
  "actor": {
    "code": "actor",
    "name": "Actor",
    "colour": "#FCF03C",
    "shape": "small",
    "width": 80,
    "height": 80,
    "key": "a",
    "level": "big_picture",
    "wording": "A person, a role or a team",
    "meaning": "role"
  },
  "aggregate": {
    "code": "aggregate",
    "name": "Aggregate",
    "colour": "#FCF0A8",
    "shape": "large",
    "width": 160,
    "height": 160,
    "key": "g",
    "level": "design",
    "wording": "A noun that keeps a consistency rule",
    "meaning": "aggregate with its rules"
  },
  "policy": {
    "code": "policy",
    "name": "Policy",
    "colour": "#C084C0",
    "shape": "wide",
    "width": 184,
    "height": 120,
    "key": "p",
    "level": "process",
    "wording": "“Whenever … then …”",
    "meaning": "event handler, saga step"
  },
  "read_model": {
    "code": "read_model",
    "name": "Read model",
    "colour": "#CCF090",
    "shape": "square",
    "width": 120,
    "height": 120,
    "key": "r",
    "level": "process",
    "wording": "What one must know to decide",
    "meaning": "projection, query endpoint"
  },
  "external_system": {
    "code": "external_system",
    "name": "External system",
    "colour": "#E490B4",
    "shape": "wide",
    "width": 184,
    "height": 120,
    "key": "x",
    "level": "big_picture",
    "wording": "What we do not own; a spreadsheet counts",
    "meaning": "adapter (anti-corruption layer)"
  },
  "hotspot": {
    "code": "hotspot",
    "name": "Hotspot",
    "colour": "#FC4C8C",
    "shape": "turned",
    "width": 104,
    "height": 104,
    "key": "h",
    "level": "big_picture",
    "wording": "A conflict, a question or a risk",
    "meaning": "risk weight"
  },
  "opportunity": {
    "code": "opportunity",
    "name": "Opportunity",
    "colour": "#6CE87C",
    "shape": "turned",
    "width": 104,
    "height": 104,
    "key": "o",
    "level": "big_picture",
    "wording": "A positive idea",
    "meaning": "value weight"
  },
  "note": {
    "code": "note",
    "name": "Text",
    "colour": "#FFFFFF",
    "shape": "square",
    "width": 120,
    "height": 120,
    "key": "t",
    "level": "big_picture",
    "wording": "Anything",
    "meaning": ""
  }
};
/** @type {Level[]} */
export const LEVELS = [
  "big_picture",
  "process",
  "design"
];
/** @type {Record<string, string>} */
export const FRAME_KINDS = {
  "bounded_context": "Bounded context",
  "swimlane": "Swimlane",
  "region": "Region"
};
/** @type {string[]} */
export const UNCLUSTERED = [
  "actor",
  "external_system",
  "hotspot",
  "note",
  "opportunity"
];
/** “from to” → the verb between them. */
/** @type {Record<string, string>} */
export const FOLLOWS = {
  "actor command": "issues",
  "actor read_model": "observes",
  "command aggregate": "is handled by",
  "command external_system": "is handled by",
  "aggregate domain_event": "produces",
  "external_system domain_event": "produces",
  "domain_event policy": "triggers",
  "domain_event read_model": "updates",
  "policy command": "issues",
  "external_system command": "issues"
};
/** @type {Record<string, number>} */
export const LIMITS = {
  "ELEMENTS": 20000,
  "LINKS": 60000,
  "FRAMES": 2000,
  "FIELDS": 200,
  "LABEL": 1000,
  "DESCRIPTION": 20000,
  "NAME": 200,
  "IDENTIFIER": 100,
  "COORDINATE": 10000000,
  "DOCUMENT_BYTES": 33554432
};
