using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Adam.Api.Errors;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Binding;

/// <summary>
/// The value of <c>If-Match</c> or <c>If-None-Match</c> (RFC 9110). A request with the property
/// <c>[FromHeader("If-Match")]</c> is rejected with 428 if the header is missing, so that no client overwrites a
/// version that it has not read.
/// </summary>
internal sealed class EntityTags
{
    /// <summary>Parts the tag of a version from a hash of the content. No tag of a version contains it.</summary>
    private const char Separator = ';';

    private readonly IReadOnlyList<EntityTagHeaderValue> _tags;

    private EntityTags(IReadOnlyList<EntityTagHeaderValue> tags) => _tags = tags;

    /// <summary>Returns the entity tag of a version of a resource. Each representation has its own tag.</summary>
    public static string ForVersion(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Returns the entity tag of a resource without a version: a hash of its content.</summary>
    public static string ForContent(ReadOnlySpan<byte> content) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";

    /// <inheritdoc cref="ForContent(ReadOnlySpan{byte})"/>
    public static string ForContent(ReadOnlySequence<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in content)
            hash.AppendData(part.Span);
        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))}\"";
    }

    /// <summary>
    /// Returns the entity tag of another representation of a resource, such as one with some of its members: the tag of
    /// the resource with a hash of the content. <c>If-Match</c> takes it for the version that it was read from.
    /// </summary>
    public static string ForRepresentation(string tag, ReadOnlySpan<byte> content) =>
        $"{tag[..^1]}{Separator}{ForContent(content)[1..]}";

    /// <summary>For <c>If-None-Match</c>: returns true if the client already has this representation.</summary>
    public bool Matches(string tag) => Any(tag, strong: false);

    /// <summary>For <c>If-Match</c>: verifies that the client has read the current version.</summary>
    /// <exception cref="ProblemException">The client has read another version than the current one.</exception>
    public void Require(string tag)
    {
        if (!IsRead(tag))
            throw Stale();
    }

    /// <summary>
    /// For <c>If-Match</c>: returns true if the client has read the version with this tag, in any representation.
    /// </summary>
    public bool IsRead(string tag) =>
        Any(tag, strong: true)
        || _tags.Any(one => !one.IsWeak && one.Tag.StartsWith($"{tag[..^1]}{Separator}", StringComparison.Ordinal));

    /// <summary>
    /// Returns the problem for a stale version. It is also used if the resource changed between the check and the
    /// write.
    /// </summary>
    public static ProblemException Stale() =>
        new(
            ErrorCodes.Stale,
            "If-Match names another state than the current one: somebody changed this meanwhile. Read it again, and "
                + "repeat the change with its ETag."
        );

    public static ProblemException Missing() =>
        new(
            ErrorCodes.ConditionMissing,
            "Send If-Match with the ETag of the state that you mean to change, as a GET answers it (or * for "
                + "whatever it is)."
        );

    public static void Read(StringValues values, Parameter header, object request, List<ValidationError> errors)
    {
        if (values.Count == 0)
            return;
        if (EntityTagHeaderValue.TryParseStrictList(values, out var tags) && tags.Count > 0)
            header.Set(request, new EntityTags([.. tags]));
        else
            errors.Add(
                new(
                    header.Name,
                    $"{ValidationError.Quote(values.ToString())} is neither * nor a list of entity tags in double "
                        + "quotes, such as \"3\".",
                    ErrorCodes.BadHeader
                )
            );
    }

    private bool Any(string tag, bool strong) =>
        EntityTagHeaderValue.TryParse(tag, out var current)
        && _tags.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, strong));
}
