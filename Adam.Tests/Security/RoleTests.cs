using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.OpenApi;

namespace Adam.Tests.Security;

/// <summary>
/// Calls every operation of the contract with every role and without a key. A new operation fails the test until its
/// roles are listed here.
/// </summary>
public sealed class RoleTests(string engine) : RegisterTests(engine)
{
    private const string Everybody = "everybody";

    private static readonly Role[] Readers = [Role.Viewer, Role.Donor, Role.Analyst, Role.Admin];

    private static readonly Role[] Writers = [Role.Donor, Role.Admin];

    private static readonly Dictionary<string, Role[]> MayDo = new()
    {
        ["GET /v1/audit"] = [Role.Admin],
        ["GET /v1/audit/refusals"] = [Role.Admin],
        ["GET /v1/changes"] = Readers,
        ["GET /v1/codelists"] = Readers,
        ["GET /v1/codelists/{name}"] = Readers,
        ["GET /v1/keys"] = [Role.Admin],
        ["POST /v1/keys"] = [Role.Admin],
        ["GET /v1/keys/{id}"] = [Role.Admin],
        ["PATCH /v1/keys/{id}"] = [Role.Admin],
        ["DELETE /v1/keys/{id}"] = [Role.Admin],
        ["POST /v1/keys/{id}/rotate"] = [Role.Admin],
        ["GET /v1/me"] = Readers,
        ["GET /v1/gaps"] = Readers,
        ["GET /v1/gaps/summary"] = Readers,
        ["GET /v1/measures"] = Readers,
        ["POST /v1/measures"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/measures"] = [Role.Analyst, Role.Admin],
        ["POST /v1/measures/check"] = [Role.Analyst, Role.Admin],
        ["GET /v1/measures/{reference}"] = Readers,
        ["PUT /v1/measures/{reference}"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/measures/{reference}"] = [Role.Analyst, Role.Admin],
        ["DELETE /v1/measures/{reference}"] = [Role.Analyst, Role.Admin],
        ["GET /v1/measures/{reference}/history"] = Readers,
        ["GET /v1/measures/{reference}/projects"] = Readers,
        ["GET /v1/measures/{reference}/progress"] = Readers,
        ["GET /v1/measures/{reference}/findings"] = Readers,
        ["POST /v1/measures/{reference}/findings"] = [Role.Analyst, Role.Admin],
        ["GET /v1/measures/{reference}/statements"] = Readers,
        ["POST /v1/measures/{reference}/statements"] = [Role.Donor, Role.Analyst, Role.Admin],
        ["GET /v1/measures/{reference}/projects/{id}"] = Readers,
        ["PUT /v1/measures/{reference}/projects/{id}/verdict"] = [Role.Analyst, Role.Admin],
        ["DELETE /v1/measures/{reference}/projects/{id}/verdict"] = [Role.Analyst, Role.Admin],
        ["GET /v1/exchange-rates"] = Readers,
        ["POST /v1/exchange-rates"] = [Role.Admin],
        ["POST /v1/imports"] = Writers,
        ["POST /v1/imports/columns"] = Writers,
        ["GET /v1/imports"] = Readers,
        ["GET /v1/imports/template"] = Readers,
        ["GET /v1/imports/{id}"] = Readers,
        ["DELETE /v1/imports/{id}"] = Writers,
        ["GET /v1/imports/{id}/report"] = Readers,
        ["POST /v1/imports/{id}/undo"] = Writers,
        ["GET /v1/mappings"] = Readers,
        ["GET /v1/mappings/{name}"] = Readers,
        ["PUT /v1/mappings/{name}"] = Writers,
        ["DELETE /v1/mappings/{name}"] = Writers,
        ["GET /v1/meetings"] = Readers,
        ["POST /v1/meetings"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/meetings"] = [Role.Analyst, Role.Admin],
        ["GET /v1/meetings/{reference}"] = Readers,
        ["PUT /v1/meetings/{reference}"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/meetings/{reference}"] = [Role.Analyst, Role.Admin],
        ["DELETE /v1/meetings/{reference}"] = [Role.Analyst, Role.Admin],
        ["GET /v1/meetings/{reference}/history"] = Readers,
        ["POST /v1/meetings/{reference}/endorsements"] = [Role.Admin],
        ["GET /v1/recommendations"] = Readers,
        ["POST /v1/recommendations"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/recommendations"] = [Role.Analyst, Role.Admin],
        ["GET /v1/recommendations/{set}/{number}"] = Readers,
        ["PUT /v1/recommendations/{set}/{number}"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/recommendations/{set}/{number}"] = [Role.Analyst, Role.Admin],
        ["DELETE /v1/recommendations/{set}/{number}"] = [Role.Analyst, Role.Admin],
        ["GET /v1/recommendations/{set}/{number}/history"] = Readers,
        ["GET /v1/recommendations/{set}/{number}/progress"] = Readers,
        ["GET /v1"] = Readers,
        ["GET /v1/conformance"] = Readers,
        ["GET /v1/collections"] = Readers,
        ["GET /v1/collections/{layer}"] = Readers,
        ["GET /v1/collections/{layer}/items"] = Readers,
        ["GET /v1/collections/{layer}/items/{item}"] = Readers,
        ["GET /v1/layers"] = Readers,
        ["POST /v1/layers"] = [Role.Admin],
        ["GET /v1/layers/{layer}"] = Readers,
        ["PUT /v1/layers/{layer}"] = [Role.Admin],
        ["GET /v1/layers/{layer}/history"] = Readers,
        ["GET /v1/layers/{layer}/items"] = Readers,
        ["POST /v1/layers/{layer}/items"] = Writers,
        ["PATCH /v1/layers/{layer}/items"] = Writers,
        ["GET /v1/layers/{layer}/items/{item}"] = Readers,
        ["PUT /v1/layers/{layer}/items/{item}"] = Writers,
        ["DELETE /v1/layers/{layer}/items/{item}"] = Writers,
        ["PUT /v1/layers/{layer}/items/{item}/check"] = [Role.Analyst, Role.Admin],
        ["GET /v1/layers/{layer}/items/{item}/history"] = Readers,
        ["GET /v1/layers/{layer}/summary"] = Readers,
        ["GET /v1/documents"] = Readers,
        ["POST /v1/documents"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/documents"] = [Role.Analyst, Role.Admin],
        ["GET /v1/documents/{reference}"] = Readers,
        ["PUT /v1/documents/{reference}"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/documents/{reference}"] = [Role.Analyst, Role.Admin],
        ["DELETE /v1/documents/{reference}"] = [Role.Analyst, Role.Admin],
        ["GET /v1/documents/{reference}/history"] = Readers,
        ["GET /v1/layers/{layer}/unassisted"] = Readers,
        ["GET /v1/posts"] = Readers,
        ["POST /v1/posts"] = [Role.Admin],
        ["GET /v1/posts/coverage"] = Readers,
        ["GET /v1/posts/{reference}"] = Readers,
        ["PUT /v1/posts/{reference}"] = [Role.Admin],
        ["DELETE /v1/posts/{reference}"] = [Role.Admin],
        ["GET /v1/posts/{reference}/history"] = Readers,
        ["GET /v1/questionnaires"] = Readers,
        ["POST /v1/questionnaires"] = [Role.Analyst, Role.Admin],
        ["GET /v1/questionnaires/rates"] = Readers,
        ["GET /v1/questionnaires/{reference}"] = Readers,
        ["PUT /v1/questionnaires/{reference}"] = [Role.Analyst, Role.Admin],
        ["PATCH /v1/questionnaires/{reference}"] = [Role.Analyst, Role.Admin],
        ["DELETE /v1/questionnaires/{reference}"] = [Role.Analyst, Role.Admin],
        ["GET /v1/questionnaires/{reference}/history"] = Readers,
        ["PUT /v1/questionnaires/{reference}/state"] = [Role.Admin],
        ["GET /v1/questionnaires/{reference}/questions"] = Readers,
        ["PUT /v1/questionnaires/{reference}/questions"] = [Role.Analyst, Role.Admin],
        ["GET /v1/questionnaires/{reference}/results"] = Readers,
        ["GET /v1/questionnaires/{reference}/responses"] = [Role.Donor, Role.Analyst, Role.Admin],
        ["GET /v1/questionnaires/{reference}/responses/{partner}"] = [Role.Donor, Role.Analyst, Role.Admin],
        ["PUT /v1/questionnaires/{reference}/responses/{partner}"] = Writers,
        ["GET /v1/questionnaires/{reference}/responses/{partner}/history"] = [Role.Donor, Role.Analyst, Role.Admin],
        ["GET /v1/questionnaires/{reference}/responses/{partner}/form"] = [Role.Donor, Role.Analyst, Role.Admin],
        ["PUT /v1/questionnaires/{reference}/responses/{partner}/form"] = Writers,
        ["PUT /v1/questionnaires/{reference}/responses/{partner}/review"] = [Role.Analyst, Role.Admin],
        ["POST /v1/questionnaires/{reference}/responses/{partner}/submission"] = Writers,
        ["GET /v1/overlaps"] = Readers,
        ["GET /v1/overlaps/summary"] = Readers,
        ["GET /v1/overlaps/clusters"] = Readers,
        ["GET /v1/overlaps/{id}"] = Readers,
        ["GET /v1/overlaps/{id}/verdicts"] = Readers,
        ["GET /v1/overlaps/{id}/notes"] = Readers,
        ["POST /v1/overlaps/{id}/notes"] = [Role.Donor, Role.Analyst, Role.Admin],
        ["PUT /v1/overlaps/{id}/judges/me"] = [Role.Analyst, Role.Admin],
        ["PUT /v1/overlaps/{id}/verdict"] = [Role.Analyst, Role.Admin],
        ["DELETE /v1/overlaps/{id}/verdict"] = [Role.Analyst, Role.Admin],
        ["GET /v1/partners"] = Readers,
        ["POST /v1/partners"] = [Role.Admin],
        ["GET /v1/partners/{code}"] = Readers,
        ["PUT /v1/partners/{code}"] = [Role.Admin],
        ["PATCH /v1/partners/{code}"] = [Role.Admin],
        ["GET /v1/presence"] = Readers,
        ["GET /v1/projects"] = Readers,
        ["POST /v1/projects"] = Writers,
        ["POST /v1/projects/check"] = Readers,
        ["GET /v1/projects/{id}"] = Readers,
        ["PUT /v1/projects/{id}"] = Writers,
        ["PATCH /v1/projects/{id}"] = Writers,
        ["DELETE /v1/projects/{id}"] = Writers,
        ["GET /v1/projects/{id}/history"] = Readers,
        ["GET /v1/projects/{id}/measures"] = Readers,
        ["GET /v1/projects/{id}/versions/{version}"] = Readers,
        ["POST /v1/projects/{id}/versions/{version}/restore"] = Writers,
        ["GET /v1/regions"] = Readers,
        ["GET /v1/reports/{year}"] = Readers,
        ["GET /v1/reports/{year}/notes"] = Readers,
        ["GET /v1/reports/{year}/notes/{section}"] = Readers,
        ["PUT /v1/reports/{year}/notes/{section}"] = [Role.Analyst, Role.Admin],
        ["GET /v1/reports/{year}/notes/{section}/history"] = Readers,
        ["GET /v1/reports/{year}/editions"] = Readers,
        ["POST /v1/reports/{year}/editions"] = [Role.Admin],
        ["GET /v1/reports/{year}/editions/{number}"] = Readers,
        ["GET /v1/routes"] = Readers,
        ["GET /v1/subscriptions"] = Readers,
        ["POST /v1/subscriptions"] = Readers,
        ["GET /v1/subscriptions/{id}"] = Readers,
        ["PATCH /v1/subscriptions/{id}"] = Readers,
        ["DELETE /v1/subscriptions/{id}"] = Readers,
        ["GET /v1/subscriptions/{id}/deliveries"] = Readers,
        ["GET /v1/subscriptions/{id}/feed"] = Readers,
        ["POST /v1/subscriptions/{id}/secret"] = Readers,
    };

    /// <summary>The scopes of operations other than those that read.</summary>
    private static readonly Dictionary<KeyScope, string[]> Scopes = new()
    {
        [KeyScope.ProjectsWrite] =
        [
            "PUT /v1/questionnaires/{reference}/responses/{partner}",
            "PUT /v1/questionnaires/{reference}/responses/{partner}/form",
            "POST /v1/questionnaires/{reference}/responses/{partner}/submission",
            "POST /v1/projects",
            "PUT /v1/projects/{id}",
            "PATCH /v1/projects/{id}",
            "DELETE /v1/projects/{id}",
            "POST /v1/projects/{id}/versions/{version}/restore",
            "POST /v1/layers/{layer}/items",
            "PUT /v1/layers/{layer}/items/{item}",
            "DELETE /v1/layers/{layer}/items/{item}",
        ],
        [KeyScope.ImportsWrite] =
        [
            "PATCH /v1/layers/{layer}/items",
            "POST /v1/imports",
            "POST /v1/imports/columns",
            "DELETE /v1/imports/{id}",
            "POST /v1/imports/{id}/undo",
            "PUT /v1/mappings/{name}",
            "DELETE /v1/mappings/{name}",
        ],
        [KeyScope.OverlapsDecide] =
        [
            "PUT /v1/questionnaires/{reference}/responses/{partner}/review",
            "POST /v1/overlaps/{id}/notes",
            "PUT /v1/overlaps/{id}/judges/me",
            "PUT /v1/overlaps/{id}/verdict",
            "DELETE /v1/overlaps/{id}/verdict",
            "PUT /v1/layers/{layer}/items/{item}/check",
            "PUT /v1/measures/{reference}/projects/{id}/verdict",
            "DELETE /v1/measures/{reference}/projects/{id}/verdict",
            "POST /v1/measures/{reference}/statements",
            "POST /v1/measures/{reference}/findings",
        ],
        [KeyScope.SubscriptionsWrite] =
        [
            "POST /v1/subscriptions",
            "PATCH /v1/subscriptions/{id}",
            "DELETE /v1/subscriptions/{id}",
            "POST /v1/subscriptions/{id}/secret",
        ],
        [KeyScope.ReferenceWrite] =
        [
            "POST /v1/exchange-rates",
            "PUT /v1/reports/{year}/notes/{section}",
            "POST /v1/reports/{year}/editions",
            "POST /v1/layers",
            "PUT /v1/layers/{layer}",
            "POST /v1/documents",
            "PATCH /v1/documents",
            "PUT /v1/documents/{reference}",
            "PATCH /v1/documents/{reference}",
            "DELETE /v1/documents/{reference}",
            "POST /v1/posts",
            "PUT /v1/posts/{reference}",
            "DELETE /v1/posts/{reference}",
            "POST /v1/measures",
            "PATCH /v1/measures",
            "PUT /v1/measures/{reference}",
            "PATCH /v1/measures/{reference}",
            "DELETE /v1/measures/{reference}",
            "POST /v1/meetings",
            "PATCH /v1/meetings",
            "PUT /v1/meetings/{reference}",
            "PATCH /v1/meetings/{reference}",
            "DELETE /v1/meetings/{reference}",
            "POST /v1/meetings/{reference}/endorsements",
            "POST /v1/recommendations",
            "PATCH /v1/recommendations",
            "PUT /v1/recommendations/{set}/{number}",
            "PATCH /v1/recommendations/{set}/{number}",
            "DELETE /v1/recommendations/{set}/{number}",
            "POST /v1/questionnaires",
            "PUT /v1/questionnaires/{reference}",
            "PATCH /v1/questionnaires/{reference}",
            "DELETE /v1/questionnaires/{reference}",
            "PUT /v1/questionnaires/{reference}/state",
            "PUT /v1/questionnaires/{reference}/questions",
            "POST /v1/partners",
            "PUT /v1/partners/{code}",
            "PATCH /v1/partners/{code}",
        ],
        [KeyScope.AuditRead] = ["GET /v1/audit", "GET /v1/audit/refusals"],
        [KeyScope.KeysManage] =
        [
            "GET /v1/keys",
            "POST /v1/keys",
            "GET /v1/keys/{id}",
            "PATCH /v1/keys/{id}",
            "DELETE /v1/keys/{id}",
            "POST /v1/keys/{id}/rotate",
        ],
    };

    private static readonly string[] WithoutScope = ["GET /v1/me"];

    private static readonly string[] Open = ["GET /health/live", "GET /health/ready"];

    [Test]
    public async Task Every_operation_is_open_to_the_roles_that_it_is_meant_for_and_to_nobody_else()
    {
        var api = TestApi.Over(Register.Database);
        var document = await ContractDocument.OfAsync(api);
        var clients = new Dictionary<string, HttpClient> { [Everybody] = api.Anonymous() };
        foreach (var role in Enum.GetValues<Role>())
            clients.Add(role.ToString(), await api.ClientAsync(role));

        var answers = new List<string>();
        var expected = new List<string>();
        foreach (var (operation, description) in document.Operations)
        {
            var open = Open.Contains(operation);
            Assert.That(open || MayDo.ContainsKey(operation), Is.True, $"No roles are listed for {operation}.");
            foreach (var (holder, client) in clients)
            {
                var response = await client.SendAsync(
                    operation.Split(' ')[0],
                    operation
                        .Split(' ')[1]
                        .Replace("{", "", StringComparison.Ordinal)
                        .Replace("}", "", StringComparison.Ordinal)
                );
                var answer = (int)response.StatusCode switch
                {
                    401 => "no key",
                    403 => "no",
                    _ => "yes",
                };
                answers.Add($"{operation} {holder}: {answer}");
                var allowed = open || (holder != Everybody && MayDo[operation].Contains(Enum.Parse<Role>(holder)));
                expected.Add($"{operation} {holder}: {(allowed ? "yes" : holder == Everybody ? "no key" : "no")}");
            }

            var said =
                description["x-roles"] is JsonArray roles
                    ? roles.Select(role => Enum.Parse<Role>((string)role!, ignoreCase: true))
                : open ? []
                : Readers;
            Assert.That(said, Is.EquivalentTo(open ? [] : MayDo[operation]), $"x-roles of {operation}");
        }

        Assert.That(answers, Is.EqualTo(expected));
        Assert.That(MayDo.Keys.Concat(Open), Is.EquivalentTo(document.Operations.Keys));
    }

    /// <summary>
    /// The keys have scopes beyond their role, as no admin can issue them, to show that scopes add nothing to it.
    /// </summary>
    [Test]
    public async Task Every_operation_is_open_to_a_scope_within_the_role()
    {
        var api = TestApi.Over(Register.Database);
        var document = await ContractDocument.OfAsync(api);
        var answers = new List<string>();
        var expected = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            foreach (var scope in Enum.GetValues<KeyScope>())
            {
                using var client = api.With(await api.KeyAsync(role, scopes: [scope]));
                foreach (var (operation, description) in document.Operations.Where(one => !Open.Contains(one.Key)))
                {
                    var needed =
                        WithoutScope.Contains(operation) ? (KeyScope?)null
                        : Scopes.FirstOrDefault(one => one.Value.Contains(operation)) is { Value: not null } declared
                            ? declared.Key
                        : KeyScope.Read;
                    var parts = operation.Replace("{", "", StringComparison.Ordinal).Split(' ');
                    var response = await client.SendAsync(
                        parts[0],
                        parts[1].Replace("}", "", StringComparison.Ordinal)
                    );
                    answers.Add($"{operation} {role} {scope}: {await CodeAsync(response)}");
                    var code =
                        !MayDo[operation].Contains(role) ? "ADAM-2004"
                        : needed is not null && needed != scope ? "ADAM-2014"
                        : "yes";
                    expected.Add($"{operation} {role} {scope}: {code}");
                    Assert.That(
                        (string?)description["x-scope"],
                        Is.EqualTo(needed is { } named ? Adam.Api.Serialization.Json.NameOf(named) : null),
                        $"x-scope of {operation}"
                    );
                }
            }
        }

        Assert.That(answers, Is.EqualTo(expected));

        static async Task<string> CodeAsync(HttpResponseMessage response) =>
            (int)response.StatusCode == 403 ? (string)(await response.JsonAsync())["code"]! : "yes";
    }
}
