namespace Adam.Api.Binding;

/// <summary>The names of the codes that the response contains, each by its code.</summary>
/// <param name="Countries">The recipient countries, in the language of the response.</param>
/// <param name="Partners">
/// The partners: countries in the language of the response, organisations as the register names them.
/// </param>
/// <param name="Pillars">The pillars, in English.</param>
internal sealed record NamesResponse(
    IReadOnlyDictionary<string, string> Countries,
    IReadOnlyDictionary<string, string> Partners,
    IReadOnlyDictionary<string, string> Pillars
);
