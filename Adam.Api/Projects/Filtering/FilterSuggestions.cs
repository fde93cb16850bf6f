using Adam.Api.Binding;
using Adam.Data.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Projects.Filtering;

/// <summary>Suggests other values for the words and places of a filter that no project has.</summary>
internal sealed class FilterSuggestions(ProjectSuggestions suggestions)
{
    /// <summary>Returns the suggestions, in the order of the values; none for values that some project has.</summary>
    public async Task<IReadOnlyList<SuggestionResponse>> FindAsync(ProjectFilterRequest request, CancellationToken ct)
    {
        var found = new List<SuggestionResponse>();
        foreach (var word in Folding.Words(request.Q))
            Add("q", Written(request.Q!, word), await suggestions.FindWordAsync(word, ct));
        foreach (var place in request.Place)
            Add("place", place, await suggestions.FindPlaceAsync(Folding.Key(place), ct));
        foreach (var admin1 in request.Admin1)
            Add("admin1", admin1, await suggestions.FindAdmin1Async(Folding.Key(admin1), ct));
        return found;

        void Add(string parameter, string value, string? suggestion)
        {
            if (suggestion is not null)
                found.Add(new(parameter, value, suggestion));
        }
    }

    /// <summary>Returns a folded word as the text spells it.</summary>
    private static string Written(string text, string word) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(part => Folding.Words(part) is [var only] && only == word)
        ?? word;
}
