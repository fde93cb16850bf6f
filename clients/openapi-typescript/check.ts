// Uses the types that openapi-typescript generated, with openapi-fetch: lists, records, checks, lists overlaps and
// decides one.
import assert from "node:assert/strict";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./generated/adam.js";

type Project = components["schemas"]["Project"];
type ProjectInput = components["schemas"]["ProjectInput"];
type Problem = components["schemas"]["Problem"];
type OverlapVerdictInput = components["schemas"]["OverlapVerdictInput"];

const donor = clientWith("ADAM_DONOR_KEY");
const analyst = clientWith("ADAM_ANALYST_KEY");

// List with filters, page by page.
const listed: Project[] = [];
let cursor: string | null = null;
do {
  const page: components["schemas"]["ProjectList"] = bodyOf(await donor.GET("/v1/projects", {
    params: {
      query: {
        country: ["TJ", "KG"],
        pillar: ["precursors", "financial-flows"],
        status: ["closed"],
        activeFrom: "2010-01-01",
        sort: "start-descending",
        limit: 2,
        count: true,
        ...(cursor === null ? {} : { cursor }),
      },
    },
  }));
  assert.ok(page.items.length <= 2, "A page holds at most 2 projects.");
  listed.push(...page.items);
  cursor = page.nextCursor;
  assert.ok(cursor !== null || listed.length === page.total, `The pages do not hold ${page.total} projects.`);
} while (cursor !== null);
assert.ok(listed.length > 2, "The list has several pages.");
assert.ok(listed.every(project => project.status === "closed"), "The filter by status holds.");
assert.ok(
  listed.every(project => project.pillars.some(pillar => pillar === "precursors" || pillar === "financial-flows")),
  "The filter by pillar holds.");

// Record a project and read its overlaps.
const draft: ProjectInput = {
  reference: "CLIENT-OPENAPI-TYPESCRIPT",
  title: "Drug laboratories: reference standards",
  pillars: ["precursors", "financial-flows"],
  countries: ["AF", "TJ", "UZ"],
  places: [{ name: "Dushanbe", latitude: 38.56, longitude: 68.77 }],
  activityTypes: ["training", "equipment", "forensics"],
  beneficiaries: ["National forensic laboratories"],
  donors: [{ partner: "DE", amount: 1200000.5, currency: "EUR" }],
  status: "implementation",
  plannedStart: "2014-03-01",
};
const recorded = bodyOf(await donor.POST("/v1/projects", { body: draft }));
assert.equal(recorded.version, 1);
assert.equal(recorded.owner, "DE");
assert.equal(recorded.description, null);
assert.deepEqual(recorded.pillars, draft.pillars);
assert.equal(recorded.donors[0]?.amount, 1200000.5);
assert.deepEqual(recorded.period, { start: "2014-03-01", end: null, startBasis: "planned", endBasis: "open" });
assert.ok(recorded.overlaps.items.length > 0, "The answer has overlaps.");
assert.ok(recorded.overlaps.count >= recorded.overlaps.items.length, "The overlaps are counted.");

// Check a draft with an error; record it, which is refused by a typed problem.
const faulty: ProjectInput = { ...draft, reference: "CLIENT-OPENAPI-TYPESCRIPT-2", plannedEnd: "2014-02-28" };
const check = bodyOf(await donor.POST("/v1/projects/check", { body: faulty }));
assert.equal(check.overlaps, null);
assert.ok(check.errors.some(error => error.name === "plannedEnd"), "The check names the end.");
const refused = problemOf(await donor.POST("/v1/projects", { body: faulty }));
assert.equal(refused.status, 400);
assert.equal(refused.code, "ADAM-1000");
assert.equal(refused.errors?.find(error => error.name === "plannedEnd")?.code, "ADAM-3005");

// List the overlaps of the project, the strongest first.
const overlaps = bodyOf(await analyst.GET("/v1/overlaps", {
  params: {
    query: {
      project: recorded.id,
      sort: "score",
      minScore: 0.3,
      verdict: ["none"],
      kind: ["shared-setting", "same-activity", "same-project"],
    },
  },
})).items;
const strongest = overlaps[0];
assert.ok(strongest?.id, "The project has overlaps.");
assert.ok(
  overlaps.every(overlap => overlap.projects.some(project => project.id === recorded.id)),
  "Each is an overlap of the project.");
assert.ok(
  overlaps.every((overlap, index) => index === 0 || overlap.score <= overlaps[index - 1]!.score),
  "The strongest comes first.");

// Decide the first one, in the state that was read.
const path = { id: strongest.id };
const read = await analyst.GET("/v1/overlaps/{id}", { params: { path } });
const tag = read.response.headers.get("ETag");
assert.ok(tag, "The overlap has an ETag.");
assert.equal(bodyOf(read).verdict, null);
const body: OverlapVerdictInput = { verdict: "co-funded", note: "Agreed by both donors." };
const header = { "If-Match": tag };
const decided = await analyst.PUT("/v1/overlaps/{id}/verdict", { params: { path, header }, body });
const verdict = bodyOf(decided).verdict;
assert.equal(verdict?.verdict, "co-funded");
assert.equal(verdict.note, "Agreed by both donors.");
assert.equal(verdict.stale, false);
assert.notEqual(decided.response.headers.get("ETag"), tag, "The verdict changes the ETag.");
const stale = problemOf(await analyst.PUT("/v1/overlaps/{id}/verdict", { params: { path, header }, body }));
assert.equal(stale.status, 412);
assert.equal(stale.code, "ADAM-1040");
const cofunded = bodyOf(await analyst.GET("/v1/overlaps", {
  params: { query: { project: recorded.id, verdict: ["co-funded"] } },
}));
assert.deepEqual(cofunded.items.map(overlap => overlap.id), [strongest.id]);

console.log("openapi-typescript: list, record, check, overlaps and verdict work.");

function clientWith(key: string): Client<paths> {
  return createClient<paths>({
    baseUrl: variable("ADAM_URL"),
    headers: { Authorization: `Bearer ${variable(key)}` },
  });
}

function variable(name: string): string {
  const value = process.env[name];
  assert.ok(value, `The variable ${name} is not set.`);
  return value;
}

function bodyOf<T>(result: { data?: T; error?: Problem }): T {
  assert.ok(result.data !== undefined, `The call failed: ${JSON.stringify(result.error)}`);
  return result.data;
}

function problemOf(result: { error?: Problem; response: Response }): Problem {
  assert.ok(result.error !== undefined, "Expected a problem, but the call succeeded.");
  assert.equal(result.error.status, result.response.status, "The problem has the status of the answer.");
  return result.error;
}
