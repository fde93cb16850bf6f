namespace Adam.Api.Binding;

/// <summary>A format in which a client can request a response.</summary>
internal interface IAnswerFormat
{
    /// <summary>The value of the parameter <c>format</c>: <c>ndjson</c>.</summary>
    string Name { get; }

    /// <summary>The media type of the response, which <c>Accept</c> contains.</summary>
    string MediaType { get; }
}

/// <summary>The metadata of an endpoint whose response has several formats. Other endpoints return JSON.</summary>
internal interface IOffersFormats
{
    /// <summary>Returns the formats, the usual one first.</summary>
    IReadOnlyList<IAnswerFormat> FormatsOf(IServiceProvider services);
}
