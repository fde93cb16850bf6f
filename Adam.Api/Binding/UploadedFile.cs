namespace Adam.Api.Binding;

/// <summary>The type of a request body that is a file. The endpoint reads the body itself, as a stream.</summary>
internal sealed class UploadedFile;
