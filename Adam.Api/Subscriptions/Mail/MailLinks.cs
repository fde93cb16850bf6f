using Adam.Api.Binding;
using Adam.Data.Changes;
using Adam.Data.Subscriptions;
using Adam.Domain.Overlaps;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>The addresses to which the links of mails lead.</summary>
/// <param name="register">
/// The configured address of the register. It is never that of a request, whose sender could choose it.
/// </param>
internal sealed class MailLinks(Uri register)
{
    public const string ConfirmPath = "/mail/confirm/{token}";
    public const string UnsubscribePath = "/mail/unsubscribe/{token}";

    /// <summary>The name of the host, for the ids of mails.</summary>
    public string Host => register.IdnHost;

    public string Confirm(string token) => WithToken(ConfirmPath, token);

    public string Unsubscribe(string token) => WithToken(UnsubscribePath, token);

    public string Project(Guid id) => Absolute($"/v1/projects/{id}");

    public string Overlap(Guid one, Guid other) => Absolute($"/v1/overlaps/{OverlapId.Create(one, other)}");

    public string Questionnaire(string reference) => Absolute($"/v1/questionnaires/{reference}");

    public string Import(Guid id) => Absolute($"/v1/imports/{id}");

    /// <summary>Returns the address of the changes after a position that pass the filters of a subscription.</summary>
    public string Changes(SubscriptionDefinition definition, ChangePosition after)
    {
        var query = new List<KeyValuePair<string, string?>>();
        // The log begins without a cursor.
        if (after != ChangePosition.Start)
            query.Add(new("after", ChangeCursor.Encode(after)));
        query.AddRange(definition.Countries.Select(code => KeyValuePair.Create("country", (string?)code)));
        query.AddRange(
            definition.Pillars.Select(pillar =>
                KeyValuePair.Create("pillar", (string?)Serialization.Json.NameOf(pillar))
            )
        );
        query.AddRange(definition.Owners.Select(code => KeyValuePair.Create("owner", (string?)code)));
        query.AddRange(definition.Donors.Select(key => KeyValuePair.Create("donor", (string?)key)));
        return Absolute($"/v1/changes{QueryString.Create(query)}");
    }

    private string WithToken(string path, string token) =>
        Absolute(path.Replace("{token}", token, StringComparison.Ordinal));

    private string Absolute(string path) => new Uri(register, path).AbsoluteUri;
}
