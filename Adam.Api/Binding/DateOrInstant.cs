namespace Adam.Api.Binding;

/// <summary>An instant that a client has stated as such, or as a date, which means its midnight in UTC.</summary>
internal readonly record struct DateOrInstant(DateTimeOffset Instant);
