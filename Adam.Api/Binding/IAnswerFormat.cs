namespace Adam.Api.Binding;

/// <summary>A representation of an answer that a caller can ask for.</summary>
internal interface IAnswerFormat
{
    /// <summary>The value of the parameter <c>format</c>: <c>ndjson</c>.</summary>
    string Name { get; }

    /// <summary>The media type of the answer, and what <c>Accept</c> asks for.</summary>
    string MediaType { get; }
}

/// <summary>The metadata of an endpoint whose answer has several formats. Other endpoints answer in JSON.</summary>
internal interface IOffersFormats
{
    /// <summary>Returns the formats, the usual one first.</summary>
    IReadOnlyList<IAnswerFormat> FormatsOf(IServiceProvider services);
}
