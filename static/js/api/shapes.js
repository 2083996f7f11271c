/**
 * The shapes that the REST answers have, as types only (see the OpenAPI description at /api/v1/schema/).
 *
 * @typedef {{id: string, name: string, names: string[], elements: string[], confidence: number, because: string[]}} CandidateContext
 * @typedef {{elements: [string, string], text: string, because: string[]}} Question
 * @typedef {{upstream: string, downstream: string, pattern: string, via: string[], because: string[]}} ContextRelation
 * @typedef {{element: string, context: string, compensation: string | null, certain: boolean}} SagaStep
 * @typedef {{name: string, coordination: string, contexts: string[], steps: SagaStep[], because: string[],
 *   policy?: string, advice?: string}} Saga
 * @typedef {{contexts: string[], cut: [string, string][], because: string[]}} Cycle
 * @typedef {{context: string, position: number, value: number, risk: number, effort?: number, because: string[]}} RankedContext
 * @typedef {{context: string, regret: number, share: number}} FirstChoice
 * @typedef {{order: RankedContext[], first_choices: FirstChoice[], exact: boolean}} Extraction
 * @typedef {{rule: string, severity: string, element: string, message: string, fix: string}} Finding
 * @typedef {{from: string, to: string, because: string, confidence?: number}} InferredLink
 * @typedef {{contexts: CandidateContext[], questions: Question[], inferred_links: InferredLink[],
 *   context_map: ContextRelation[], sagas: Saga[], cycles: Cycle[], extraction: Extraction, findings: Finding[],
 *   revision?: number}} Analysis
 *
 * @typedef {{id: string, kind: string, label: string, x?: number, y?: number, pivotal?: boolean, description?: string,
 *   state?: string}} BoardElement
 * @typedef {{id: string, from: string, to: string, role?: string}} BoardLink
 * @typedef {{id: string, kind: string, label?: string, x?: number, y?: number, width?: number, height?: number,
 *   elements?: string[]}} BoardFrame
 * @typedef {{stage: string, by: string, at?: string, note?: string}} SignOff
 * @typedef {{kpi: string, value: number, at?: string}} Measurement
 * @typedef {{anchor: string, name?: string, value?: number | null, risk?: number | null, effort?: number | null,
 *   stage?: string, sign_offs?: SignOff[], measurements?: Measurement[]}} ContextDecision
 * @typedef {{same_context?: [string, string][], separate_context?: [string, string][],
 *   answers?: {elements: [string, string], same: boolean, by?: string}[],
 *   links?: {from: string, to: string, verdict: string}[], contexts?: ContextDecision[],
 *   extraction?: {first?: string[], after?: [string, string][]}}} Decisions
 * @typedef {{name: string, level: string, elements: Map<string, BoardElement>, links: Map<string, BoardLink>,
 *   frames: Map<string, BoardFrame>, decisions: Decisions}} BoardState
 *
 * @typedef {{path: string, size: number, policy: string}} GeneratedFile
 * @typedef {{rule?: string, severity: string, element?: string, where?: string, message: string, fix?: string}} Problem
 */

export {};
