declare module 'virtual:ground.css';
declare const __VERSION__: string;
