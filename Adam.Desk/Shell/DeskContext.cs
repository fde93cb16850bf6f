using System.Globalization;
using Adam.Desk.Calls;
using Adam.Desk.Texts;
using Microsoft.AspNetCore.Components;

namespace Adam.Desk.Shell;

/// <summary>The request of a page: who reads it, in which language, and with which filters.</summary>
/// <param name="Path">The path of the page.</param>
/// <param name="Origin">The scheme and host by which the browser reaches the register.</param>
/// <param name="Today">The current day in UTC.</param>
public sealed record DeskContext(Words Words, Filters Filters, string Path, string Origin, DateOnly Today)
{
    /// <summary>How people sign in here.</summary>
    public required SignInWays SignIn { get; init; }

    /// <summary>The person who has signed in; null before that.</summary>
    public Me? Me { get; init; }

    /// <summary>The countries that have projects, by name.</summary>
    public IReadOnlyList<Named> Countries { get; init; } = [];

    /// <summary>The partners that have projects, by name.</summary>
    public IReadOnlyList<Named> Partners { get; init; } = [];

    /// <summary>True if the person may decide overlaps.</summary>
    public bool MayDecide => Me?.May.Contains("decide-overlaps") is true;

    /// <summary>The address of this page with its filters.</summary>
    public string Address => Filters.Address(Path);

    /// <summary>The page of the form that this page answers; null for a page that no form has asked for.</summary>
    public string? FormPage { get; init; }

    /// <summary>The names of all countries and partners; none before the person has signed in.</summary>
    public Names Names { get; init; } = new(null, null);

    /// <summary>Returns a day of the address as the language writes it; another text as it is.</summary>
    public string Day(string text) =>
        DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, default, out var day) ? Words.Day(day) : text;

    /// <summary>Returns the name of a country; the code itself if there is no such country.</summary>
    public string Country(string code) => Names.Countries?.GetValueOrDefault(code) ?? code;

    /// <summary>Returns the name of a partner; the name of an organisation that is none stays as it is.</summary>
    public string Partner(string code) => Names.Partners?.GetValueOrDefault(code) ?? code;
}

/// <summary>A part of a page.</summary>
public abstract class DeskComponent : ComponentBase
{
    [CascadingParameter]
    public DeskContext Desk { get; set; } = null!;

    protected Words T => Desk.Words;
}

/// <summary>The content of a page, and where it belongs.</summary>
/// <param name="Section">The item of the navigation that is current.</param>
/// <param name="Component">The component between header and footer.</param>
public sealed record View(string Title, string Section, Type Component, object Model)
{
    public int Status { get; init; } = 200;

    /// <summary>True for a page that the filters apply to.</summary>
    public bool HasFilters { get; init; }

    /// <summary>The address that the browser opens next, at once; null to stay.</summary>
    public string? Next { get; init; }

    /// <summary>True if the page has filters of its own, of which those of projects follow to other views.</summary>
    public bool KeepsFilters { get; init; }

    /// <summary>The script of this page alone; null for none.</summary>
    public string? Script { get; init; }

    public static View Create<TComponent, TModel>(string title, string section, TModel model)
        where TComponent : ModelComponent<TModel>
        where TModel : notnull => new(title, section, typeof(TComponent), model);
}

/// <summary>The content of a page, drawn from a model that is complete.</summary>
public abstract class ModelComponent<TModel> : DeskComponent
{
    [Parameter]
    public TModel Model { get; set; } = default!;
}
