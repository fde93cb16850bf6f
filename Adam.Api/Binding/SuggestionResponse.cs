namespace Adam.Api.Binding;

/// <summary>Another value for a parameter whose value no record of the register has.</summary>
/// <param name="Parameter">The name of the parameter: <c>q</c>, <c>place</c> or <c>admin1</c>.</param>
/// <param name="Value">The given value; of <c>q</c>, the word that was not found.</param>
/// <param name="Suggestion">The nearest value that the register has. Words are in lower case, without accents.</param>
internal sealed record SuggestionResponse(string Parameter, string Value, string Suggestion);
