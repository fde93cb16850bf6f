using Adam.Api.Requests;
using Adam.Domain.Projects;

namespace Adam.Api.Imports;

/// <summary>What a file says of one project, judged.</summary>
/// <param name="Number">Its place in the file, counted from 1.</param>
/// <param name="Identifier">How the file names it; null where it does not.</param>
/// <param name="Line">Where it begins, counted from 1.</param>
/// <param name="Owner">The partner whose record it is to be; means nothing when there are errors.</param>
/// <param name="Draft">What it says; null when there are errors.</param>
/// <param name="Errors">Why it is not taken; empty when it is.</param>
/// <param name="Warnings">What was left out or read otherwise than it stands there.</param>
internal sealed record ReadRecord(
    int Number, string? Identifier, int Line, int Column, string Owner, ProjectDraft? Draft, IReadOnlyList<Fault> Errors, IReadOnlyList<Fault> Warnings);
