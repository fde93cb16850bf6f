using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Requests;

/// <summary>
/// The value of <c>If-Match</c> or <c>If-None-Match</c>. A request that declares <c>[FromHeader("If-Match")]</c> is refused without one (428), so that nobody overwrites what they have not seen.
/// </summary>
internal sealed class EntityTags
{
    private readonly IReadOnlyList<EntityTagHeaderValue> _tags;

    private EntityTags(IReadOnlyList<EntityTagHeaderValue> tags) => _tags = tags;

    /// <summary>The tag of a version of a resource; each representation of it has its own.</summary>
    public static string OfVersion(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The tag of something without a version: of what it consists of.</summary>
    public static string OfContent(ReadOnlySpan<byte> content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";

    /// <summary>For <c>If-None-Match</c>: whether the caller has this already.</summary>
    public bool Has(string tag) => Any(tag, strong: false);

    /// <summary>For <c>If-Match</c>.</summary>
    /// <exception cref="Refusal">The caller has seen another state than the current one.</exception>
    public void Require(string tag)
    {
        if (!Any(tag, strong: true))
            throw Stale();
    }

    /// <summary>Also for the state that changed between reading it and writing it.</summary>
    public static Refusal Stale() => new(ErrorCodes.Stale, "If-Match names another state than the current one: somebody changed this meanwhile. Read it again, and repeat the change with its ETag.");

    public static Refusal Missing() => new(ErrorCodes.ConditionMissing, "Send If-Match with the ETag of the state that you mean to change, as a GET answers it (or * for whatever it is).");

    public static void Read(StringValues values, Parameter header, object request, List<Fault> faults)
    {
        if (values.Count == 0)
            return;
        if (EntityTagHeaderValue.TryParseStrictList(values, out var tags) && tags.Count > 0)
            header.Set(request, new EntityTags([.. tags]));
        else
            faults.Add(new(header.Name, $"{Fault.Show(values.ToString())} is neither * nor a list of entity tags in double quotes, such as \"3\".", ErrorCodes.BadHeader));
    }

    private bool Any(string tag, bool strong) =>
        EntityTagHeaderValue.TryParse(tag, out var current) && _tags.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, strong));
}
