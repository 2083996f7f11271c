/** How the severities of findings are called, worst first. @type {Record<string, string>} */
export const SEVERITY_NAMES = { error: "Must be settled", warning: "Probably wrong", advice: "Worth a look" };
